"""Letters: one worker sends them all, and one address that is slow or refused delays nobody else.

What is to be mailed is written down (`post`) in the transaction of what it tells of. `manage.py
deliver` sends it: what waits for one address goes out as one letter, a few addresses at a time,
each by a connection of its own. What is in a letter is asked of whoever it is from as late as
possible, so that nobody is told what they may no longer know.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import EmailValidator
from django.db import transaction
from django.db.models import Q

from sources.foundation import engine
from sources.foundation.batches import chunks
from sources.foundation.domain.vocabulary import LetterOutcome
from sources.foundation.models import Letter

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than sending one may take
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP = timedelta(days=2)
KEPT = timedelta(days=30)  # how long it can be seen what became of a letter
AT_ONCE = 5_000  # things of one letter
IN_FULL = 20  # of so many things one letter tells; of more, only where they are


@dataclass(frozen=True, slots=True)
class LetterPart:
    """What a letter says of one thing. The link leads to it."""

    subject: str
    body: str
    link: str
    urgency: int  # the lowest is told first


# By the kind of letter: what to tell of these keys; nothing of what may not be told any more.
Writer = Callable[[Collection[str]], Mapping[str, LetterPart]]
_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Say who writes the letters of this kind."""
    _writers[kind] = writer


def post(kind: str, to: Iterable[tuple[str, Any]], *, at: datetime) -> None:
    """Have this mailed, within the caller's transaction: (key, an account or an address) each.

    It waits for `MAIL_MINUTES`, so that what comes meanwhile for the same address goes with it.
    """
    due = at + timedelta(minutes=settings.MAIL_MINUTES)
    Letter.objects.bulk_create(
        [
            Letter(
                kind=kind,
                about=about,
                made_at=at,
                due=due,
                **({"address": reader.strip()} if isinstance(reader, str) else {"reader": reader}),
            )
            for about, reader in to
        ],
        batch_size=500,
    )


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes to one address, once it is written."""

    letters: Sequence[Letter]
    message: EmailMessage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of trying; `ended` is None if it is to be tried again."""

    ended: LetterOutcome | None
    error: str = ""
    refused: bool = False  # by a server that answered, so that trying soon again is of no use


class Mailer:
    """Sends what is due. A letter whose sender died is sent again once its lease has run out."""

    def __init__(self, workers: int = 8) -> None:
        self.workers = workers
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="mail")
        self.sending: dict[Future[Outcome], Bundle] = {}

    def step(self, *, at: datetime) -> int:
        """Take note of what was sent and begin to send what is due; how many that were.

        It waits for no mail server.
        """
        done = self._note(at)
        # What failed before has no more than half of the senders: new letters never wait for it.
        busy = sum(bundle.letters[0].failures > 0 for bundle in self.sending.values())
        free = self.workers - len(self.sending)
        for bundle in _prepared(_lease(at, free, self.workers // 2 - busy), at):
            self.sending[self.pool.submit(_send, bundle.message)] = bundle
            done += 1
        return done

    def finish(self, *, at: datetime) -> int:
        """Wait for what is being sent, and take note of it."""
        wait(self.sending)
        return self._note(at)

    def close(self, *, at: datetime) -> None:
        self.finish(at=at)
        self.pool.shutdown()

    def _note(self, at: datetime) -> int:
        ended = [future for future in self.sending if future.done()]
        for future in ended:
            _note(self.sending.pop(future), future.result(), at)
        return len(ended)


def tidy(*, at: datetime) -> int:
    """Forget what ended long ago."""
    count, _ = Letter.objects.filter(ended_at__lt=at - KEPT).delete()
    return count


@transaction.atomic
def _lease(at: datetime, addresses: int, failed: int) -> dict[str, list[Letter]]:
    """What is due for this many addresses (`failed` of those that it failed at), and what else
    waits for them, for this worker alone until the lease runs out."""
    if addresses <= 0:
        return {}
    free = Letter.objects.filter(Q(leased_until=None) | Q(leased_until__lte=at), ended_at=None)
    waiting = free.select_related("reader").order_by("failures", "due", "pk")
    found: dict[str, list[Letter]] = {}
    taken: set[int] = set()
    for letter in engine.unlocked(waiting.filter(due__lte=at))[: 50 * addresses]:
        address = _address(letter)
        if address not in found:
            if len(found) == addresses or (letter.failures and failed <= 0):
                continue
            failed -= letter.failures > 0
        found.setdefault(address, []).append(letter)
        taken.add(letter.pk)
    for letter in engine.unlocked(waiting.filter(_for(found)))[:AT_ONCE]:
        if letter.pk not in taken:
            found.setdefault(_address(letter), []).append(letter)
            taken.add(letter.pk)
    for pks in chunks(taken):
        Letter.objects.filter(pk__in=pks).update(leased_until=at + LEASE)
    return found


def _address(letter: Letter) -> str:
    address: str = letter.reader.email if letter.reader else letter.address
    return address.casefold()


def _prepared(found: Mapping[str, Sequence[Letter]], at: datetime) -> Iterable[Bundle]:
    for address, letters in found.items():
        try:
            told = _told(letters) if _is_address(address) else {}
        except Exception as error:  # a letter that cannot be written holds up no other
            log.exception("A letter to %s could not be written.", address)
            _again(letters, Outcome(None, str(error), refused=True), at)
            continue
        untold = [letter.pk for letter in letters if letter.pk not in told]
        _end(untold, LetterOutcome.WITHHELD, at)
        if told:
            message = EmailMessage(
                *_composed(list(dict.fromkeys(told.values()))),
                settings.DEFAULT_FROM_EMAIL,
                [address],
            )
            yield Bundle([letter for letter in letters if letter.pk in told], message)


def _told(letters: Sequence[Letter]) -> dict[int, LetterPart]:
    found: dict[int, LetterPart] = {}
    for kind in {letter.kind for letter in letters}:
        keys = {letter.about: letter.pk for letter in letters if letter.kind == kind}
        writer = _writers.get(kind)
        if writer is not None:
            found |= {keys[key]: told for key, told in writer(keys).items()}
    return found


def _composed(told: Sequence[LetterPart]) -> tuple[str, str]:
    """Subject and body of one letter about all of it, the most urgent first."""
    ordered = sorted(told, key=lambda each: each.urgency)
    first, more = ordered[0], len(ordered) - 1
    subject = f"{first.subject} – and {more} more" if more else first.subject
    parts = [f"{each.body}\n{each.link}" for each in ordered[:IN_FULL]]
    if ordered[IN_FULL:]:
        rest = "\n".join(f"{each.subject}: {each.link}" for each in ordered[IN_FULL:])
        parts.append(f"And also:\n{rest}")
    return subject, "\n\n--------\n\n".join(parts) + "\n"


def _send(message: EmailMessage) -> Outcome:
    """Send one letter. It touches no database: many go side by side."""
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        # From 500 on it is for good; everything else, greylisting too, is for now.
        return _refused(error, all(code >= 500 for code, _ in error.recipients.values()))
    except SMTPDataError as error:
        return _refused(error, error.smtp_code >= 500)
    except ValueError as error:
        return _refused(error, True)
    except Exception as error:  # whatever it is, the others are sent
        return Outcome(None, str(error) or type(error).__name__)
    return Outcome(LetterOutcome.SENT)


def _refused(error: Exception, for_good: bool) -> Outcome:
    return Outcome(LetterOutcome.REFUSED if for_good else None, str(error), refused=True)


def _note(bundle: Bundle, outcome: Outcome, at: datetime) -> None:
    if outcome.error:
        again = "it is tried again" if outcome.ended is None else "it is not tried again"
        to = bundle.message.to[0]
        log.warning("A letter to %s did not go out; %s: %s", to, again, outcome.error)
    if outcome.ended is None:
        _again(bundle.letters, outcome, at)
    else:
        _end([letter.pk for letter in bundle.letters], outcome.ended, at)


def _again(letters: Sequence[Letter], outcome: Outcome, at: datetime) -> None:
    """Have these tried again: soon if nobody answered, and ever later if they were refused."""
    old = {letter.pk for letter in letters if at - letter.made_at > GIVE_UP}
    _end(old, LetterOutcome.EXPIRED, at)
    failures = 1 + max(letter.failures for letter in letters)
    longer = FIRST_WAIT * 2 ** min(failures - 1, 10) if outcome.refused else FIRST_WAIT
    for pks in chunks({letter.pk for letter in letters} - old):
        Letter.objects.filter(pk__in=pks).update(
            leased_until=None, failures=failures, due=at + min(longer, LONGEST_WAIT)
        )


def _end(pks: Collection[int], outcome: LetterOutcome, at: datetime) -> None:
    for part in chunks(pks):
        Letter.objects.filter(pk__in=part).update(
            ended_at=at, outcome=outcome.value, leased_until=None
        )


def _for(addresses: Collection[str]) -> Q:
    """What waits for these addresses, in any writing of them."""
    found = Q(pk__in=[])
    for address in addresses:
        found |= Q(reader__email__iexact=address) | Q(reader=None, address__iexact=address)
    return found


def _is_address(address: str) -> bool:
    try:
        EmailValidator()(address)
    except ValidationError:
        return False
    return True
