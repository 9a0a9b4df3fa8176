"""A program's key to the API."""

from django.db import models
from knox.models import AbstractAuthToken

from sources.foundation.constraints import given
from sources.foundation.domain import shapes


class Token(AbstractAuthToken):
    """A token of a service account, kept as its digest. Issued and revoked in the admin."""

    purpose = models.CharField(
        max_length=shapes.LINE_LENGTH, help_text="where it will be used, such as the CMS"
    )
    issued_by = models.CharField(max_length=shapes.LINE_LENGTH)

    class Meta:
        ordering = ["-created"]
        constraints = [
            given("purpose"),
            models.CheckConstraint(
                condition=models.Q(expiry__isnull=False), name="reviews_token_expires"
            ),
        ]

    @property
    def name(self) -> str:
        """Its first characters, by which a person can tell it from others."""
        return f"{self.token_key[:9]}…"

    def __str__(self) -> str:
        return f"{self.name} ({self.purpose})"
