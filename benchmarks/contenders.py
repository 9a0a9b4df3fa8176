"""The settings of a server that also answers as others would: what our addresses are held against.

All under the same middleware, with the same data, from the same process; in production but for
HTTPS.
"""

from config.settings import *  # noqa: F403

DEBUG = False
SECURE_SSL_REDIRECT = False
ROOT_URLCONF = "benchmarks.contending"
