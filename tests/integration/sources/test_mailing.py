"""Letters: one worker, one letter to one person, and nobody waits for somebody else's address."""

import threading
from datetime import datetime, timedelta
from itertools import pairwise
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from sources.foundation import mailing
from sources.foundation.domain.vocabulary import LetterOutcome
from sources.foundation.mailing import LetterPart, Mailer
from sources.foundation.models import Letter
from tests.factories import NOON
from tests.letters import mailed
from tests.people import person

pytestmark = pytest.mark.django_db

GONE: set[str] = set()  # what may not be told any more


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


@pytest.fixture(autouse=True)
def writer(monkeypatch: Any) -> None:
    GONE.clear()
    monkeypatch.setattr(mailing, "_writers", {})
    mailing.register(
        "word",
        lambda keys: {
            key: LetterPart(
                f"About {key}", f"This is {key}.", f"https://desk.example/{key}", len(key)
            )
            for key in keys
            if key not in GONE
        },
    )


def post(*to: tuple[str, Any], at: datetime = NOON) -> None:
    mailing.post("word", to, at=at)


def outcomes() -> dict[str, str]:
    return dict(Letter.objects.values_list("about", "outcome"))


def sending(monkeypatch: Any, **by_name: Any) -> None:
    """Have the mail server treat an address otherwise: an error, or something to call."""
    send = EmailMessage.send

    def treated(self: EmailMessage, *args: Any, **more: Any) -> int:
        what = by_name.get(self.to[0].split("@")[0])
        if isinstance(what, Exception):
            raise what
        if what is not None:
            what()
        return int(send(self, *args, **more))

    monkeypatch.setattr(EmailMessage, "send", treated)


def test_what_one_person_is_told_within_minutes_is_one_letter_the_most_urgent_first() -> None:
    post(("longer", "a@paper.example"), ("b1", "b@paper.example"))
    post(("long", "A@paper.example "), at=minutes(1))

    assert mailed(minutes(1.9)) == 0
    assert mailed(minutes(2)) == 2
    one = next(each for each in mail.outbox if each.to == ["a@paper.example"])
    assert one.subject == "About long – and 1 more"
    assert one.body.index("This is long.") < one.body.index("This is longer.")
    for link in ("https://desk.example/long", "https://desk.example/longer"):
        assert f"{link}\n" in one.body


def test_an_account_and_an_address_of_the_same_name_are_one_person() -> None:
    reader = person("reader", email="Reader@desk.example")
    post(("a1", reader), ("a2", "reader@desk.example"))

    assert mailed(minutes(2)) == 1


def test_of_very_much_one_letter_says_where_all_of_it_is() -> None:
    post(*((f"n{number:03}", "a@paper.example") for number in range(150)))

    assert mailed(minutes(2)) == 1
    assert mail.outbox[0].body.count("https://desk.example/") == 150
    assert mail.outbox[0].body.count("This is") == mailing.IN_FULL


def test_what_may_not_be_told_any_more_is_not_told() -> None:
    post(("a1", "a@paper.example"), ("a2", "a@paper.example"), ("b1", "b@paper.example"))
    post(("c1", "no address at all"), ("d1", person("without", email="")))
    GONE.update({"a1", "b1"})

    assert mailed(minutes(2)) == 1
    assert "a1" not in mail.outbox[0].body
    assert outcomes() == {
        "a1": "withheld", "a2": "sent", "b1": "withheld", "c1": "withheld", "d1": "withheld",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "ends"),
    [
        (SMTPRecipientsRefused({"bad@paper.example": (550, b"unknown")}), "refused"),
        (SMTPRecipientsRefused({"bad@paper.example": (450, b"greylisted")}), ""),
        (SMTPDataError(554, b"spam"), "refused"),
        (SMTPDataError(451, b"later"), ""),
        (SMTPServerDisconnected("it hung up"), ""),
        (ConnectionRefusedError("nobody there"), ""),
        (TimeoutError("no answer"), ""),
        (UnicodeEncodeError("ascii", "ü", 0, 1, "no"), "refused"),
        (LookupError("whatever"), ""),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_address_that_fails_delays_nobody_else(
    monkeypatch: Any, error: Exception, ends: str
) -> None:
    """However it fails, and however often, first in the row."""
    sending(monkeypatch, bad=error)
    post(("bad", "bad@paper.example"), *((f"n{n}", f"n{n}@paper.example") for n in range(20)))

    assert mailed(minutes(2)) == 20
    post(("later", "later@paper.example"), at=minutes(60))
    assert mailed(minutes(62)) == 1
    assert outcomes()["bad"] == ends


def test_a_letter_that_cannot_be_written_holds_up_no_other(monkeypatch: Any) -> None:
    def broken(keys: Any) -> Any:
        raise ZeroDivisionError

    mailing.register("broken", broken)
    mailing.post("broken", [("x", "x@paper.example")], at=NOON)
    post(("a1", "a@paper.example"))

    assert mailed(minutes(2)) == 1
    assert outcomes() == {"a1": "sent", "x": ""}


def test_addresses_that_hang_hold_up_no_other(monkeypatch: Any) -> None:
    """As many as there are senders hang once; what failed gets no more than half of them again."""
    hanging = threading.Event()

    def hang() -> None:
        hanging.wait(30)
        raise TimeoutError

    sending(monkeypatch, **dict.fromkeys(("bad1", "bad2", "bad3"), hang))
    post(*((f"bad{n}", f"bad{n}@paper.example") for n in (1, 2, 3)), ("a1", "a@paper.example"))
    mailer = Mailer(workers=4)
    assert mailer.step(at=minutes(2)) == 4  # it does not wait for them
    while len(mailer.sending) > 3:
        mailer.step(at=minutes(2))
    assert [each.to for each in mail.outbox] == [["a@paper.example"]]
    hanging.set()
    mailer.finish(at=minutes(3))
    assert set(Letter.objects.filter(failures=1).values_list("about", flat=True)) == {
        "bad1", "bad2", "bad3",
    }  # fmt: skip

    hanging.clear()
    post(*((f"n{n}", f"n{n}@paper.example") for n in range(9)), at=minutes(3))
    for _ in range(200):
        mailer.step(at=minutes(6))
        if len(mail.outbox) == 10:
            break
    assert len(mail.outbox) == 10
    assert sum(not future.done() for future in mailer.sending) == 2
    hanging.set()
    mailer.close(at=minutes(6))


def test_what_is_refused_for_now_is_tried_ever_later_and_given_up_in_the_end(
    monkeypatch: Any,
) -> None:
    sending(monkeypatch, bad=SMTPDataError(451, b"later"))
    post(("bad", "bad@paper.example"))
    tried = [minutes(2)]
    while len(tried) < 100:
        mailed(tried[-1])
        letter = Letter.objects.get()
        if letter.outcome:
            break
        assert mailed(letter.due - timedelta(seconds=1)) == 0
        tried.append(letter.due)

    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[:4] == [timedelta(minutes=count) for count in (1, 2, 4, 8)]
    assert max(waits) == mailing.LONGEST_WAIT
    assert letter.outcome == LetterOutcome.EXPIRED
    assert timedelta(days=2) < tried[-1] - NOON < timedelta(days=4)
    assert len(tried) < 60


def test_a_letter_whose_sender_died_is_sent_again() -> None:
    post(("a1", "a@paper.example"))
    assert mailing._lease(minutes(2), 4, 2)  # and then it died

    assert mailed(minutes(3)) == 0
    assert mailed(minutes(13)) == 1


def test_what_ended_long_ago_is_forgotten() -> None:
    post(("a1", "a@paper.example"), ("b1", "b@paper.example"))
    mailed(minutes(2))
    post(("c1", "c@paper.example"), at=NOON + timedelta(days=31))
    assert mailing.tidy(at=NOON + timedelta(days=31)) == 2
    assert outcomes() == {"c1": ""}


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once() -> None:
    post(*((f"n{number}", f"n{number}@paper.example") for number in range(40)))
    start = threading.Barrier(2)

    def work() -> None:
        from django.db import connection

        start.wait()
        mailed(minutes(2))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        f"n{number}@paper.example" for number in range(40)
    )
