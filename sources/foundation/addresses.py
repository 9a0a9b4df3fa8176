"""How this server is reached, where no request says so: in letters, webhooks and feeds."""

from django.conf import settings


def on_this_site(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.SITE_URL}{path}"
