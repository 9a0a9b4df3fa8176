"""Where-clauses on claims and their timeline, by name; who may see what, as one clause a model."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from claims.domain.disclosure import HIDDEN
from claims.domain.disclosure import NAMEABLE as NAMEABLE_WAYS
from claims.domain.vocabulary import ChangeKind, DeliveryState, Visibility
from sources.foundation import permissions
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Audience
from sources.foundation.querysets import AppendOnlyQuerySet, on_record


class StatusQuerySet(AppendOnlyQuerySet):
    """Status records; of those that took effect by a moment the last written one stands."""

    def latest_first(self) -> Self:
        return self.order_by("-effective_at", "-pk")

    def by(self, at: datetime) -> Self:
        """Those that had taken effect at that moment."""
        return self.filter(effective_at__lte=max(at, EARLIEST))

    def as_of(self, at: datetime) -> Any:
        """The one that stood at that moment, in one indexed read; None if there was none."""
        return self.by(at).latest_first().first()


class StandingQuerySet(QuerySet):
    """The timeline as intervals."""

    def seen_by(self, audience: Audience) -> Self:
        """Of the claims that this audience may know of, what it reads."""
        return self.filter(shown_to=audience.value)

    def at(self, moment: datetime) -> Self:
        """What stood at that moment: one row a claim and audience."""
        moment = max(moment, EARLIEST)
        return self.filter(Q(until=None) | Q(until__gt=moment), begins__lte=moment)


class ChangeQuerySet(AppendOnlyQuerySet):
    """The feed."""

    def seen_by(self, audience: Audience) -> Self:
        """What this audience may still read: of a claim that was taken back, only that it was."""
        entries = self.filter(audience=audience.value)
        if audience is Audience.INTERNAL:
            return entries
        return entries.filter(
            Q(claim__visibility=Visibility.PUBLIC.value) | Q(kind=ChangeKind.GONE.value)
        )


class AppearanceQuerySet(QuerySet):
    """Who appears where."""

    def seen_by(self, audience: Audience, at: datetime) -> Self:
        """What this audience may know of at that moment."""
        if audience is Audience.INTERNAL:
            return self
        return self.filter(public_from__lte=at, claim__visibility=Visibility.PUBLIC.value)


class WordingQuerySet(QuerySet):
    """Words by which claims are found."""

    def seen_by(self, audience: Audience, at: datetime) -> Self:
        """What this audience may read at that moment."""
        if audience is Audience.INTERNAL:
            return self.filter(internal=True)
        return self.filter(Q(until=None) | Q(until__gt=at), public=True, begins__lte=at)


class ClaimQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The claims that this person may know of."""
        if permissions.may_see_internal(user):
            return self
        return self.filter(visibility=Visibility.PUBLIC.value)

    def on_record(self, at: datetime, audience: Audience) -> Self:
        """Those with a status at that moment, with the id of the record that says it."""
        at = max(at, EARLIEST)
        return self.filter(
            Q(standings__until=None) | Q(standings__until__gt=at),
            standings__audience=audience.value,
            standings__begins__lte=at,
        ).annotate(standing=F("standings__record"))

    def of_event(self) -> Self:
        """Event by event in the order of recording, claims without one last."""
        return self.order_by(F("event").asc(nulls_last=True), "pk")


class EventQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The events about which this person may see at least one claim."""
        if permissions.may_see_internal(user):
            return self
        claims = apps.get_model("claims", "Claim").objects.visible_to(user)
        return self.filter(Exists(claims.filter(event=OuterRef("pk"))))


class CitationQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The newsroom sees every citation; anybody else their own, of what the public may read."""
        if permissions.may_see_internal(user):
            return self
        if user is None:
            return self.none()
        return self.filter(cited_by=user.get_username(), record__audience=Audience.PUBLIC.value)


class AlertQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The newsroom sees every alert; anybody else those of their own citations, as far as they
        may see the claim, or were shown it before."""
        if permissions.may_see_internal(user):
            return self
        if user is None:
            return self.none()
        return self.filter(
            citation__cited_by=user.get_username(), record__audience=Audience.PUBLIC.value
        )

    def open(self) -> Self:
        """Those that nobody has acknowledged."""
        return self.filter(acknowledgement=None)


class SubscriptionQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(owner=user) if user is not None else self.none()

    def live(self) -> Self:
        return self.filter(active=True, owner__is_active=True)


class DeliveryQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those of one's own subscriptions."""
        return self.filter(subscription__owner=user) if user is not None else self.none()

    def due_at(self, at: datetime) -> Self:
        """What is to be sent now, and nobody is sending."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.filter(free, state=DeliveryState.WAITING.value, due__lte=at).order_by(
            "due", "pk"
        )


class DetailQuerySet(QuerySet):
    def on_record(self, at: datetime) -> Self:
        return self.filter(on_record(at))


class StatementQuerySet(QuerySet):
    """Attributions, or answers to details."""

    def of_claim(self) -> str:
        """The way from a statement to its claim."""
        return "detail__claim" if hasattr(self.model, "detail") else "claim"

    def visible_to(self, user: Any, at: datetime) -> Self:
        """The statements that this person may know of: for the public, those about public claims
        that are not hidden for ever, with a sighting past its embargo."""
        if permissions.may_see_internal(user):
            return self.filter(on_record(at))
        sightings = apps.get_model("claims", "Sighting").objects.past_embargo(at)
        own = "detail_value" if hasattr(self.model, "detail") else "attribution"
        return self.filter(
            on_record(at),
            Exists(sightings.filter(**{own: OuterRef("pk")})),
            **{f"{self.of_claim()}__visibility": Visibility.PUBLIC.value},
        ).exclude(ground_rules__in=HIDDEN_RULES)

    def nameable(self) -> Self:
        """Those whose speaker may be named."""
        return self.filter(nameable())


class SightingQuerySet(QuerySet):
    """Passages; the where-clauses of `claims.domain.evidence.disclosed`."""

    def on_record(self, at: datetime) -> Self:
        return self.filter(on_record(at), on_record(at, "document__"))

    def past_embargo(self, at: datetime) -> Self:
        return self.on_record(at).filter(
            Q(document__embargoed_until=None) | Q(document__embargoed_until__lte=at)
        )

    def visible_to(self, user: Any, at: datetime) -> Self:
        """The sightings that this person may know of: for the public, none that would tell who
        speaks where that may not be told."""
        if permissions.may_see_internal(user):
            return self.on_record(at)
        public = Visibility.PUBLIC.value
        met = Q()
        for owner, claim in (("attribution", "claim"), ("detail_value", "detail__claim")):
            own = Q(document__publisher=F(f"{owner}__speaker"))
            met |= (
                Q(**{f"{owner}__{claim}__visibility": public})
                & ~Q(**{f"{owner}__ground_rules__in": HIDDEN_RULES})
                & on_record(at, f"{owner}__")
                & (~own | nameable(f"{owner}__"))
            )
        return self.past_embargo(at).filter(met)


HIDDEN_RULES = [rules.value for rules in HIDDEN]


def nameable(path: str = "") -> Q:
    """That the speaker may be named: the rule of `claims.domain.disclosure` as a where-clause, made
    from the rule itself. `path` leads to the statement."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for naming, rules, kind in NAMEABLE_WAYS:
        kinds.setdefault((naming.value, rules.value), []).append(kind.value)
    found = Q()
    for (named, terms), allowed in sorted(kinds.items()):
        found |= Q(
            **{
                f"{path}naming": named,
                f"{path}ground_rules": terms,
                f"{path}speaker__kind__in": sorted(allowed),
            }
        )
    return found
