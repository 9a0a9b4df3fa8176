"""The settings of the project, but for what belongs to reviews."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "reviews"]
MIDDLEWARE = [each for each in MIDDLEWARE if not each.startswith("config.")]
ROOT_URLCONF = "tests.alone.urls"
KNOX_TOKEN_MODEL = "knox.AuthToken"
