"""`manage.py erase CLAIM KIND REF --reason …`: what the law demands, with a tombstone."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.models import Claim
from reviews.services.erasing import STATEMENTS, erase_words
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor


class Command(BaseCommand):
    help = (
        "Erase the words of a statement from the record and from history, as the law demands. "
        "Tombstones say why; who said it, and its stance, stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", help="the claim's id")
        parser.add_argument("kind", choices=sorted(STATEMENTS))
        parser.add_argument("ref", help="the statement's id")
        parser.add_argument("--reason", required=True, help="which law or order, and who asked")

    def handle(self, *, claim: str, kind: str, ref: str, reason: str, **_: Any) -> None:
        found = Claim.objects.filter(ref=claim).first()
        if found is None:
            raise CommandError(f"There is no claim {claim} on record.")
        actor = Actor("erase", Channel.COMMAND)
        try:
            count = erase_words(
                claim=found, kind=kind, ref=ref, reason=reason, by=actor, at=timezone.now()
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Erased; {count} entries of the history are tombstones now.")
