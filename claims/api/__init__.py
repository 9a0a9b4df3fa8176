"""The addresses of claims, of what is said about them, and of what was printed."""
