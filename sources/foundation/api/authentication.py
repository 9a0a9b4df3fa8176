"""Who is asking: a person with a session, or a program with a token.

Tokens belong to service accounts. They are kept as digests (django-rest-knox), expire, and are
issued and revoked in the admin; what is shown of one is shown once.
"""

import re
from hmac import compare_digest
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.models import get_token_model
from knox.settings import CONSTANTS
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from sources.foundation.permissions import may_read

PREFIX = "ss_"  # by which a token is known for one, wherever it turns up
_SHAPE = re.compile(rb"ss_[0-9a-f]{64}")


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Token ss_…`.

    Other than the library's own, it reads no token that cannot be one, writes nothing while
    somebody reads (expired tokens are taken out when new ones are issued), and takes one query.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        if _SHAPE.fullmatch(token):
            text = token.decode()
            tokens = get_token_model().objects.select_related("user")
            for known in tokens.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]):
                if compare_digest(hash_token(text), known.digest) and _holds(known):
                    return known.user, known
        # One answer, whatever is wrong with it.
        raise AuthenticationFailed("The token is not known, has expired, or was revoked.")


def _holds(token: Any) -> bool:
    """Whether the token has not expired, and its account may still sign in as a program."""
    live = token.expiry is not None and token.expiry > timezone.now()
    return bool(live and token.user.is_active and not token.user.has_usable_password())


class Session(SessionAuthentication):
    """The session of the pages. Without one, the challenge is that of a token."""


class MayRead(BasePermission):
    message = "Reading takes a session or a token here."

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(may_read(request.user))
