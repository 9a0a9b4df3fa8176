"""How often somebody may ask, and the headers that say how much of it is left.

Counted in windows of a minute, by token for programs, by account for people, by address for
everybody else (an IPv6 network of 64 bits is one address: nobody has less). The counts are kept in
the cache: one shared by all processes where there is one. Should it fail, nobody is kept out.
"""

import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds

log = logging.getLogger(__name__)


class Limit(BaseThrottle):
    """The one limit of each request: that of the token, the account or the address."""

    def allow_request(self, request: Request, view: Any) -> bool:
        signed_in = request.user.is_authenticated
        quota = settings.API_RATE_SIGNED_IN if signed_in else settings.API_RATE_ANONYMOUS
        if not quota:
            return True
        now = time.time()
        window, self.left = int(now // WINDOW), WINDOW - int(now % WINDOW)
        used = _count(f"rate:{window}:{self._who(request, signed_in)}")
        remaining = max(quota - used, 0)
        # IETF draft "RateLimit header fields for HTTP".
        name = "signed-in" if signed_in else "anonymous"
        request._request.rate_limit = {  # type: ignore[attr-defined]
            "RateLimit-Policy": f'"{name}";q={quota};w={WINDOW}',
            "RateLimit": f'"{name}";r={remaining};t={self.left}',
        }
        return used <= quota

    def wait(self) -> float:
        return float(self.left)

    def _who(self, request: Request, signed_in: bool) -> str:
        if not signed_in:
            return f"address:{network_of(_address(request._request.META))}"
        token = getattr(request.auth, "pk", None)
        return f"token:{token}" if token else f"account:{request.user.pk}"


def _address(meta: Mapping[str, str]) -> str:
    """Whoever asked; what a proxy says of it only if it is one that we know of."""
    if settings.BEHIND_PROXY and "HTTP_X_FORWARDED_FOR" in meta:
        return meta["HTTP_X_FORWARDED_FOR"].rsplit(",", 1)[-1]
    return meta.get("REMOTE_ADDR", "")


def _count(key: str) -> int:
    try:
        cache.add(key, 0, 2 * WINDOW)
        return int(cache.incr(key))
    except Exception as error:  # whatever the cache's own library raises
        log.warning("Requests cannot be counted (%s); nobody is kept out.", error)
        return 0


@lru_cache(maxsize=10_000)
def network_of(text: str) -> str:
    """Whose address it is, as far as that can be told apart."""
    try:
        address = ip_address(text.strip().split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{64 if address.version == 6 else 32}", strict=False))


def tell(request: Request, response: Response) -> None:
    """Put what is left into the answer's headers."""
    for name, value in vars(request._request).get("rate_limit", {}).items():
        response[name] = value
