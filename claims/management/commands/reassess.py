"""`manage.py reassess`: after an update that brings another policy, claims move to it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services.reassessing import reassess
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor


class Command(BaseCommand):
    help = (
        "Assess every claim anew from this moment on. What was shown before stays as it was shown; "
        "whoever printed what changes is warned."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--outdated",
            action="store_true",
            help="only the claims that stand by a policy of another name",
        )

    def handle(self, *, outdated: bool, **_: object) -> None:
        by = Actor("reassess", Channel.COMMAND)
        done = reassess(by=by, at=timezone.now(), outdated=outdated)
        if done or not outdated:
            self.stdout.write(f"Assessed {done} claims.")
