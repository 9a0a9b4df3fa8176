"""Generated histories of the desk against a small model that shares no code with it.

Record, say, deny, withdraw, retract, take, sign, object, amend, propose, second, hold, publish,
revoke a role, move the clock either way, in any order and by anybody. The model knows only who
signed what since something spoke against it; no invariant of the record may break.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim, StatusRecord
from claims.services.claims import record_claim
from claims.services.statements import SightingInput, record_attribution
from reviews.domain.vocabulary import DecisionKind
from reviews.models import Assignment, Case, Proposal, Verdict
from reviews.services import casework, decisions
from reviews.verification import Verification, verify
from sources.foundation.domain.roles import Role
from sources.foundation.selectors.history import fingerprint
from sources.models import Document, Source
from sources.services.documents import record_document, retract_document
from sources.services.sources import record_source
from tests.environment import much
from tests.factories import BY, NOON, ClaimFactory, said, verdict_on
from tests.people import actor

PEOPLE = {
    "recorder": (Role.REPORTER, Role.REVIEWER, Role.EDITOR),
    "ann": (Role.REVIEWER,),
    "ben": (Role.REVIEWER, Role.EDITOR),
    "cay": (Role.EDITOR,),
    "dot": (Role.ADMINISTRATOR,),
}
WHO = st.sampled_from(sorted(PEOPLE))
STEPS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(["asserts", "denies", "asserts_likely"])),
    st.tuples(st.just("withdraw"), st.integers(0, 3)),
    st.tuples(st.just("retract"), st.integers(0, 3)),
    st.tuples(st.just("embargo"), st.integers(0, 3)),
    st.tuples(st.just("amend"), st.just(0)),
    st.tuples(st.just("take"), WHO),
    st.tuples(st.just("give_back"), WHO),
    st.tuples(st.just("assign"), st.tuples(WHO, WHO)),
    st.tuples(st.just("corroborate"), WHO),
    st.tuples(st.just("corroborate"), WHO),
    st.tuples(st.just("dispute"), WHO),
    st.tuples(st.just("refute"), WHO),
    st.tuples(st.just("propose_discount"), st.tuples(WHO, st.integers(0, 3))),
    st.tuples(st.just("propose_restore"), st.tuples(WHO, st.integers(0, 3))),
    st.tuples(st.just("propose_close"), st.tuples(WHO, WHO)),
    st.tuples(st.just("second"), WHO),
    st.tuples(st.just("decline"), WHO),
    st.tuples(st.just("decide"), WHO),
    st.tuples(st.just("hold"), WHO),
    st.tuples(st.just("release"), WHO),
    st.tuples(st.just("publish"), WHO),
    st.tuples(st.just("revoke"), WHO),
    st.tuples(st.just("clock"), st.sampled_from([-3, -1, 1, 60])),
)


@dataclass
class Model:
    """What a careful clerk would have written down, by order of actions and not by clocks."""

    latest: dict[str, str] = field(default_factory=dict)  # each reviewer's verdict
    signed: set[str] = field(default_factory=set)  # whose corroborate nothing has spoken against
    roles: dict[str, set[Role]] = field(
        default_factory=lambda: {name: set(roles) for name, roles in PEOPLE.items()}
    )
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Desk:
    """One history: the record, the people and the model beside them."""

    def __init__(self) -> None:
        self.actors = {name: actor(name, *roles) for name, roles in PEOPLE.items()}
        self.claim = ClaimFactory(visibility="internal", by=self.actors["recorder"])
        casework.submit(claim=self.claim, by=self.actors["recorder"], at=NOON)
        self.now = NOON + timedelta(hours=1)
        self.model = Model()
        self.documents: list[Document] = []

    def do(self, step: str, given: Any) -> None:
        """Carry it out, or have it refused with a reason; anything else is an error."""
        try:
            with transaction.atomic():
                own = getattr(self, step, None)
                (own or self._other(step))(given)
        except (ValidationError, PermissionDenied) as refusal:
            assert str(refusal)
            self.model.refused[step] += 1

    def say(self, stance: str) -> None:
        number = len(self.documents)
        speaker = Source(ref=f"speaker-{number}", name=f"Ministry {number}", kind="organisation")
        record_source(source=speaker, by=BY, at=self.now)
        document = Document(ref=f"paper-{number}", publisher=speaker)
        record_document(document=document, by=BY, at=self.now)
        said(self.claim, speaker, stance, document=document, at=self.now)
        self.documents.append(document)
        if stance == "denies":
            self.model.signed.clear()

    def withdraw(self, number: int) -> None:
        row = self._statement(number)
        was = row.withdrawn_at
        row.withdrawn_note = "They took it back."
        record_attribution(
            attribution=row, sightings=[SightingInput(each) for each in row.sightings.all()], by=BY,
            at=self.now,
        )  # fmt: skip
        if row.stance != "denies" and was is None:
            self.model.signed.clear()

    def retract(self, number: int) -> None:
        row = self._statement(number)
        document = row.sightings.get().document
        was = document.retracted_at
        retract_document(document=document, by=BY, at=self.now)
        if row.stance != "denies" and was is None:
            self.model.signed.clear()

    def embargo(self, number: int) -> None:
        document = self._statement(number).sightings.get().document
        document.embargoed_until = self.now + timedelta(days=400)
        record_document(document=document, by=BY, at=self.now)

    def amend(self, _: int) -> None:
        claim = Claim.objects.get(pk=self.claim.pk)
        claim.text += " Indeed."
        record_claim(claim=claim, by=BY, at=self.now)
        self.model.signed.clear()

    def assign(self, given: tuple[str, str]) -> None:
        by, to = given
        user = self.actors[to].user
        casework.assign(claim=self.claim, to=user, by=self.actors[by], at=self.now)
        assert Role.REVIEWER in self.model.roles[to]
        assert to != "recorder"

    def propose_discount(self, given: tuple[str, int]) -> None:
        self._propose(given[0], DecisionKind.DISCOUNT, self._statement(given[1]))

    def propose_restore(self, given: tuple[str, int]) -> None:
        self._propose(given[0], DecisionKind.RESTORE, self._statement(given[1]))

    def propose_close(self, given: tuple[str, str]) -> None:
        decisions.propose(
            claim=self.claim, kind=DecisionKind.CLOSE_DISPUTE, subject={"reviewer": given[1]},
            reason="It was answered.", by=self.actors[given[0]], at=self.now,
        )  # fmt: skip

    def _propose(self, name: str, kind: DecisionKind, statement: Any) -> None:
        decisions.propose(
            claim=self.claim, kind=kind, subject={"kind": "attribution", "ref": statement.ref},
            reason="A rumour.", by=self.actors[name], at=self.now,
        )  # fmt: skip
        assert name != "recorder"

    def second(self, name: str) -> None:
        proposal = self._proposal()
        seen = fingerprint(f"claim/{self.claim.ref}")
        decisions.second(
            proposal=proposal, reason="", fingerprint=seen, by=self.actors[name], at=self.now
        )
        assert name not in ("recorder", proposal.proposed_by)
        assert self.model.roles[name] & {Role.REVIEWER, Role.EDITOR}
        if proposal.kind == DecisionKind.CLOSE_DISPUTE.value:
            self.model.latest[proposal.subject["reviewer"]] = "closed"
        else:
            statement = self.claim.attributions.get(ref=proposal.subject["ref"])
            lost = proposal.kind == DecisionKind.DISCOUNT.value and statement.stance != "denies"
            back = proposal.kind == DecisionKind.RESTORE.value and statement.stance == "denies"
            if lost or back:
                self.model.signed.clear()

    def decline(self, name: str) -> None:
        decisions.decline(
            proposal=self._proposal(), reason="No.", by=self.actors[name], at=self.now
        )

    def revoke(self, name: str) -> None:
        self.actors[name].user.groups.clear()
        self.model.roles[name] = set()

    def clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def _other(self, step: str) -> Any:
        if step in ("corroborate", "dispute", "refute"):
            return lambda name: self._verdict(name, step)
        if step in ("take", "give_back"):
            service = getattr(casework, step)
            return lambda name: service(claim=self.claim, by=self.actors[name], at=self.now)
        service = getattr(casework, step)
        return lambda name: service(
            claim=self.claim, reason="So it is.", by=self.actors[name], at=self.now
        )

    def _verdict(self, name: str, kind: str) -> None:
        verdict_on(self.claim, VerdictKind(kind), self.actors[name], at=self.now)
        assert name != "recorder"
        assert Role.REVIEWER in self.model.roles[name]
        self.model.latest[name] = kind
        self.model.signed.discard(name)
        if kind == "corroborate":
            self.model.signed.add(name)

    def _statement(self, number: int) -> Any:
        rows = list(self.claim.attributions.order_by("pk"))
        if not rows:
            raise ValidationError("Nobody has said anything.")
        return rows[number % len(rows)]

    def _proposal(self) -> Proposal:
        proposal = Proposal.objects.filter(claim=self.claim, decision=None).first()
        if proposal is None:
            raise ValidationError("Nothing is proposed.")
        return proposal

    def check(self) -> None:
        """What must be true after every step."""
        claim = Claim.objects.get(pk=self.claim.pk)
        latest = StatusRecord.objects.filter(claim=claim, audience="internal").latest_first()
        status = latest.first().status
        objecting = set(self.model.latest.values()) & {"dispute", "refute"}
        if status == "confirmed":
            assert len(self.model.signed) >= 2, self.model
            assert not objecting
            assert "recorder" not in self.model.signed
        live = Assignment.objects.filter(claim=claim, ended_at=None)
        assert live.count() <= 1
        assert not Verdict.objects.filter(reviewer="recorder").exists()
        assert (claim.visibility == "public") <= (
            Case.objects.get(pk=claim.pk).state in ("published", "reopened", "queued", "in_review")
        )


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=much(30), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(STEPS, min_size=5, max_size=25))
def test_no_history_breaks_an_invariant(steps: list[tuple[str, Any]]) -> None:
    with transaction.atomic():
        desk = Desk()
        desk.say("asserts")
        desk.say("asserts")
        for step, given_ in steps:
            desk.do(step, given_)
            desk.check()
        assert not list(verify(Verification(), at=desk.now + timedelta(days=900)))
        transaction.set_rollback(True)
