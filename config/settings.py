"""Every setting, from the environment. `docs/settings.md` explains each; `check` explains errors.

What is unsafe has to be asked for: with DEBUG off, which is the default, the secret key and the
hosts must be given, and cookies and pages travel by HTTPS only.
"""

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from sources.foundation import engine

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()

# (what is wrong, how to mend it), for the system checks: settings that cannot be read, and settings
# without which nothing can be served.
SETTINGS_FAULTS: list[tuple[str, str]] = []
SERVING_FAULTS: list[tuple[str, str]] = []


def _hint(name: str) -> str:
    return f"See {name} in docs/settings.md."


def _or_fault(name: str, read: Callable[[], Any], otherwise: Any) -> Any:
    """The setting as `read` gives it; a faulty one is noted and replaced, so that checks run."""
    try:
        return read()
    except (ImproperlyConfigured, ValueError, LookupError) as error:
        SETTINGS_FAULTS.append((f"{name}: {error}", _hint(name)))
        return otherwise


def _flag(name: str, otherwise: bool) -> bool:
    """A yes or a no; anything else is a fault, where `env.bool` would take it for a no."""
    text = env.str(name, "").strip().lower()
    known = {"1": True, "true": True, "yes": True, "on": True, "": otherwise}
    known |= {"0": False, "false": False, "no": False, "off": False}
    if text not in known:
        SETTINGS_FAULTS.append((f"{name}: {text!r} is neither 1 nor 0.", _hint(name)))
    return known.get(text, otherwise)


def _whole(name: str, otherwise: int, least: int, most: int) -> int:
    """A whole number between two others; anything else is a fault."""
    number: int = _or_fault(name, lambda: env.int(name, otherwise), otherwise)
    if not least <= number <= most:
        SETTINGS_FAULTS.append(
            (f"{name}: {number} is not between {least} and {most}.", _hint(name))
        )
        return otherwise
    return number


def _cache(url: str) -> dict[str, Any]:
    if not url.startswith(("redis://", "rediss://", "locmemcache://")):
        raise ImproperlyConfigured("only redis://host:port/number is supported")
    return dict(Env.cache_url_config(url))


def _own_secret_key() -> str:
    """A key for trying things out, kept so that a restart signs nobody out."""
    kept = VAR_DIR / "secret-key"
    with suppress(OSError):
        VAR_DIR.mkdir(exist_ok=True)
        if not kept.exists():
            # Whole from the moment it is seen, and the first one stays: others may start beside us.
            with NamedTemporaryFile("w", dir=VAR_DIR) as whole:  # which only we may read
                whole.write(secrets.token_urlsafe(64))
                whole.flush()
                with suppress(FileExistsError):
                    kept.hardlink_to(whole.name)
        return kept.read_text()
    return secrets.token_urlsafe(64)


DEBUG = _flag("DEBUG", False)

SECRET_KEY = os.environ.get("SECRET_KEY", "").strip()  # as it is: a $ in it means nothing
if not SECRET_KEY:
    SECRET_KEY = _own_secret_key() if DEBUG else secrets.token_urlsafe(64)
    if not DEBUG:
        SERVING_FAULTS.append(
            (
                "SECRET_KEY is not set, so sessions would end with every restart.",
                "Set SECRET_KEY to 50 or more random characters, or DEBUG=1 to try things out.",
            )
        )

if not DEBUG and (len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure")):
    SERVING_FAULTS.append(("SECRET_KEY is short or known.", _hint("SECRET_KEY")))

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS if host.strip()]
if "*" in ALLOWED_HOSTS and not DEBUG:
    SERVING_FAULTS.append(("ALLOWED_HOSTS lets every name in.", _hint("ALLOWED_HOSTS")))
if not ALLOWED_HOSTS:
    SERVING_FAULTS.append(
        (
            "ALLOWED_HOSTS is not set, so no request would be answered.",
            "Set ALLOWED_HOSTS to the names this server is reached by, separated by commas.",
        )
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DEFAULT_DATABASE_URL = f"sqlite:///{VAR_DIR / 'second-source.sqlite3'}"
DATABASES = {
    "default": _or_fault(
        "DATABASE_URL",
        lambda: engine.database(env.str("DATABASE_URL", "") or DEFAULT_DATABASE_URL),
        {"ENGINE": "django.db.backends.dummy"},  # rather none than another one
    )
}

INSTALLED_APPS = [
    "config.apps.SecondSourceConfig",
    "sources",
    "claims",
    "reviews",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.know_who_acts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.web.context.waiting",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

USE_TZ = True
# Of the pages; the record itself is kept in UTC.
TIME_ZONE = _or_fault("TIME_ZONE", lambda: ZoneInfo(env.str("TIME_ZONE", "UTC")).key, "UTC")
# In which sentences are copied, where config/locale has a translation of them.
LANGUAGE_CODE = env.str("HOUSE_LANGUAGE", "") or "en"
if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", LANGUAGE_CODE):
    SETTINGS_FAULTS.append(
        (f"HOUSE_LANGUAGE: {LANGUAGE_CODE!r} is no language.", _hint("HOUSE_LANGUAGE"))
    )
    LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whether anybody may read what is public, or only those who sign in.
PUBLIC_READING = _flag("PUBLIC_READING", True)

# Requests a minute, by token or account, and by address; 0 for no limit.
API_RATE_SIGNED_IN = _whole("API_RATE_SIGNED_IN", 6_000, 0, 10_000_000)
API_RATE_ANONYMOUS = _whole("API_RATE_ANONYMOUS", 600, 0, 10_000_000)

# Where people and programs reach this server: for links in what is sent out.
SITE_URL = env.str("SITE_URL", "").rstrip("/") or (
    "http://127.0.0.1:8000" if DEBUG else f"https://{next(iter(ALLOWED_HOSTS), 'localhost')}"
)

# Who publishes: named in what is marked up for search engines.
HOUSE_NAME = env.str("HOUSE_NAME", "Second Source")

# Networks of the house's own that webhooks may reach, also without TLS; none but the public
# internet otherwise. To try things out, this machine.
WEBHOOK_NETWORKS = _or_fault(
    "WEBHOOK_NETWORKS",
    lambda: [
        ip_network(each.strip())
        for each in env.list(
            "WEBHOOK_NETWORKS", default=["127.0.0.0/8", "::1/128"] if DEBUG else []
        )
        if each.strip()
    ],
    [],
)

# Whether pages may be fetched from their addresses for the newsroom; nobody else may anyway.
FETCH = _flag("FETCH", True)
# Networks of the house's own that pages may be fetched from; none but public ones otherwise.
FETCH_NETWORKS = _or_fault(
    "FETCH_NETWORKS",
    lambda: [
        ip_network(each.strip()) for each in env.list("FETCH_NETWORKS", default=[]) if each.strip()
    ],
    [],
)

# How many requests of one process may wait for changes at once: fewer than its threads.
LONG_POLLS = _whole("LONG_POLLS", 4, 0, 10_000)

# Shared by every process where CACHE_URL names a Redis; without it each process counts for itself.
CACHES = {
    "default": _or_fault(
        "CACHE_URL",
        lambda: _cache(env.str("CACHE_URL", "") or "locmemcache://"),
        Env.cache_url_config("locmemcache://"),
    )
}

# How long a reviewer keeps a claim that was taken and not touched again.
LEASE_MINUTES = _whole("LEASE_MINUTES", 60, 1, 10_080)

# How long an alert waits to be acknowledged before the editor of its desk is told; 0 for never.
ALERT_MINUTES = _whole("ALERT_MINUTES", 30, 0, 10_080)

# How long a letter waits for what else is to be told to the same person; 0 for not at all.
MAIL_MINUTES = _whole("MAIL_MINUTES", 2, 0, 60)

# Letters; without an address to send through they are written to the console.
EMAIL_CONFIG = _or_fault(
    "EMAIL_URL",
    lambda: Env.email_url_config(env.str("EMAIL_URL", "") or "consolemail://"),
    Env.email_url_config("consolemail://"),
)
vars().update({name: value for name, value in EMAIL_CONFIG.items() if name.startswith("EMAIL_")})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "second-source@localhost")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
with suppress(OSError):  # a read-only installation keeps its data elsewhere
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Nothing is loaded from anywhere else and nothing inline is run, the admin included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

HTTPS = _flag("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = (
    _or_fault("HSTS_SECONDS", lambda: env.int("HSTS_SECONDS", 31_536_000), 31_536_000)
    if HTTPS
    else 0
)
if SECURE_HSTS_SECONDS < 0:
    SETTINGS_FAULTS.append(("HSTS_SECONDS: it is less than 0.", _hint("HSTS_SECONDS")))
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Only behind a proxy that sets this header itself: otherwise anybody could claim to use HTTPS.
BEHIND_PROXY = _flag("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A thousand refs in one address, and what else it asks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_100

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # What a view of ours takes instead, `foundation.api.views.Api` says. This is for any other.
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sources.foundation.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "UNICODE_JSON": True,
}

# Our own model of a token; without this the library would make a table for its own beside it.
KNOX_TOKEN_MODEL = "reviews.Token"
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"AUTH_TOKEN_CHARACTER_LENGTH": 64, "TOKEN_PREFIX": "ss_"}

SPECTACULAR_SETTINGS = {
    "TITLE": "Second Source",
    "DESCRIPTION": "Who said it, by what chain it reached us, and what that amounts to.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": ["config.openapi_examples.add_examples"],
}

LOG_LEVEL = env.str("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    SETTINGS_FAULTS.append((f"LOG_LEVEL: {LOG_LEVEL!r} is no level.", _hint("LOG_LEVEL")))
    LOG_LEVEL = "INFO"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
