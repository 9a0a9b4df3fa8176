"""Sending letters as `manage.py deliver` does."""

from datetime import datetime

from django.core import mail

from sources.foundation.mailing import Mailer


def mailed(at: datetime) -> int:
    """Send what is due by then; how many letters went out."""
    before, mailer = len(mail.outbox), Mailer(workers=4)
    while mailer.step(at=at) + mailer.finish(at=at):
        pass
    mailer.close(at=at)
    return len(mail.outbox) - before
