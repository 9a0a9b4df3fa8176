"""What we claim about speed and memory, measured: `make bench`, on the engine of DATABASE_URL.

The machine may be shared and noisy, so figures are compared within one run, and never asserted as a
time in a test. Each benchmark prints a table; `python -m benchmarks NAME…` runs some of them.
"""
