"""Where-clauses on cases, by name."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Case as When_
from django.db.models import (
    Exists,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from reviews.domain.vocabulary import Level, State
from reviews.domain.workflow import OPEN, SETTLED
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import may_see_internal


class CaseQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The desk is for the newsroom."""
        return self if may_see_internal(user) else self.none()

    def waiting(self, now: datetime) -> Self:
        """What somebody has to look at: open, or decided and in trouble."""
        in_trouble = Q(level=Level.CITED_ADVERSE.rank) | overdue(now)
        return self.filter(
            Q(state__in=_values(OPEN)) | (Q(state__in=_values(SETTLED)) & in_trouble)
        )

    def in_state(self, state: State, now: datetime) -> Self:
        """In this state; a claim whose lease has run out is in the queue again."""
        held = self._leases(now)
        if state is State.IN_REVIEW:
            return self.filter(Exists(held), state=State.IN_REVIEW.value)
        if state is State.QUEUED:
            lapsed = Q(state=State.IN_REVIEW.value) & ~Exists(held)
            return self.filter(Q(state=State.QUEUED.value) | lapsed)
        return self.filter(state=state.value)

    def with_assignee(self, now: datetime) -> Self:
        """Annotated with who has the claim now, by name, and until when."""
        live = self._leases(now)
        return self.annotate(
            assignee=Subquery(live.values("reviewer__username")[:1]),
            lease_until=Subquery(live.values("until")[:1]),
        )

    def assigned_to(self, username: str, now: datetime) -> Self:
        return self.filter(Exists(self._leases(now).filter(reviewer__username=username)))

    def waiting_for_second(self) -> Self:
        """One signature short, or with a proposal that nobody has answered."""
        proposals = apps.get_model("reviews", "Proposal").objects
        unanswered = proposals.filter(claim=OuterRef("pk"), decision=None)
        return self.filter(Q(level=Level.ONE_SHORT.rank) | Exists(unanswered))

    def by_urgency(self, now: datetime) -> Self:
        """What hurts most first, and of two alike the one that has waited longer.

        Annotated with `rank`: the level, or that of what is overdue where that is more urgent.
        """
        due = Value(Level.OVERDUE.rank, PositiveSmallIntegerField())
        rank = When_(
            When(overdue(now) & Q(level__gt=Level.OVERDUE.rank), then=due), default=F("level")
        )
        return self.annotate(rank=rank).order_by("rank", "since", "pk")

    def _leases(self, now: datetime) -> QuerySet:
        assignments = apps.get_model("reviews", "Assignment").objects
        return assignments.filter(
            claim=OuterRef("pk"),
            ended_at=None,
            until__gt=now,
            reviewer__is_active=True,
            reviewer__groups__name=Role.REVIEWER.value,
        )


def overdue(now: datetime) -> Q:
    return Q(claim__volatile=True, claim__review_by__lte=now)


def _values(states: Any) -> list[str]:
    return [state.value for state in states]
