"""What happens by itself when a claim is settled: its place in the queue, its return, notices.

It runs in the transaction of whatever changed the claim, so that nothing has to be run later and
nothing can be forgotten.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from claims.domain.vocabulary import Status, VerdictKind, Visibility
from claims.models import Citation, Claim
from claims.ports import SettledClaim
from claims.selectors.private_persons import named_below_the_bar, public_and_accusing
from claims.services.visibility import show
from reviews.domain.placing import SIGNED, comes_back, fell, level
from reviews.domain.vocabulary import DecisionKind, Level, NoticeKind, State
from reviews.domain.workflow import OPEN, SETTLED
from reviews.models import Case, Decision, Verdict
from reviews.selectors.audit import audited
from reviews.selectors.verdicts import policies
from reviews.services.notices import NoticeRequest, notify_all
from sources.foundation.batches import chunks
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action, Channel, Role
from sources.foundation.permissions import Actor
from sources.foundation.services.history import LogEntry, write_log_entries

ITSELF = Actor("the desk", Channel.ITSELF)


def opened(claim: int, *, by: Actor, at: datetime) -> Change:
    """A claim recorded by hand begins as a draft."""
    Case.objects.create(claim_id=claim, state=State.DRAFT.value, since=at, level=Level.NEW.rank)
    return Change("case", None, {"state": State.DRAFT.value})


def follow(news: Sequence[SettledClaim], *, action: Action, at: datetime) -> None:
    """Take in what settling came to."""
    for part in chunks(news):
        _follow(part, action=action, at=at)


def _follow(news: Sequence[SettledClaim], *, action: Action, at: datetime) -> None:
    pks = [each.claim for each in news]
    cases = Case.objects.select_related("claim").in_bulk(pks)
    claims = Claim.objects.in_bulk([pk for pk in pks if pk not in cases])
    names = {case.claim.policy for case in cases.values()} | {row.policy for row in claims.values()}
    required = {name: policy.reviewers_required for name, policy in policies(names).items()}
    cited, refutals = _cited(pks), _refutals(news)
    new, changed, told, words = [], [], [], []
    for each in news:
        case = cases.get(each.claim)
        fresh = case is None
        if case is None:
            case = Case(
                claim=claims[each.claim], state=State.QUEUED.value, since=at, level=Level.NEW.rank
            )
        was = (case.state, case.level, case.status, case.decided_status, case.decided_approvals)
        _advance(case, each, action=action, at=at, fresh=fresh)
        case.level = level(
            each.now,
            state=State(case.state),
            required=required[case.claim.policy],
            refutals=refutals.get(each.claim, 0),
            cited_as=cited.get(each.claim, ()),
        ).rank
        now = (case.state, case.level, case.status, case.decided_status, case.decided_approvals)
        if fresh:
            new.append(case)
        elif now != was:
            changed.append(case)
        if fresh or was[0] != case.state:
            before = None if fresh else {"state": was[0]}
            told.append(
                LogEntry(f"claim/{each.ref}", [Change("case", before, {"state": case.state})])
            )
        words += _words(case, each, was_level=was[1], fresh=fresh)
    Case.objects.bulk_create(new, batch_size=500)
    Case.objects.bulk_update(
        changed,
        ["state", "since", "level", "status", "decided_status", "decided_approvals"],
        batch_size=100,
    )
    told += _keep_back({**cases, **{case.claim_id: case for case in new}}, at)
    write_log_entries(told, action=Action.FOLLOW, by=ITSELF, at=at)
    notify_all(words, at=at)


def _keep_back(cases: Mapping[int, Case], at: datetime) -> list[LogEntry]:
    """Hold public claims that turn out to damage a private person below the bar, whatever made them
    so: other words, an interest, the loss of what established them. Not what two have published."""
    told = []
    by_two = Decision.objects.filter(kind__in=_BY_TWO, carried=True).values("claim")
    for claim in public_and_accusing(cases).exclude(pk__in=by_two):
        named = named_below_the_bar(claim, at)
        if not named:
            continue
        case = cases[claim.pk]
        before = case.state
        case.state, case.since = State.HELD.value, at
        case.save(update_fields=["state", "since"])
        who = ", ".join(named)
        decision = Decision.objects.create(
            claim=claim, kind=DecisionKind.HOLD.value, decided_by=ITSELF.name, at=at,
            reason=f"It names a private person ({who}) and is not established.",
        )  # fmt: skip
        show(claim, Visibility.INTERNAL, at=at)
        changes = [
            Change("case", {"state": before}, {"state": case.state}),
            Change(f"decision {decision.pk}", None, audited(decision)),
            Change(
                f"claim {claim.ref}",
                {"visibility": Visibility.PUBLIC.value},
                {"visibility": Visibility.INTERNAL.value},
            ),
        ]
        told.append(LogEntry(f"claim/{claim.ref}", changes, bearing=True))
    return told


_BY_TWO = (DecisionKind.PUBLISH_PRIVATE.value, DecisionKind.PUBLISH_AGAINST_HOLD.value)


def _advance(case: Case, news: SettledClaim, *, action: Action, at: datetime, fresh: bool) -> None:
    """The state that follows from what the claim amounts to now."""
    assessment = news.now or {}
    status, approvals = assessment.get("status", ""), assessment.get("approvals", 0)
    state = State(case.state)
    case.status = status
    signed = status in SIGNED
    if signed and (fresh or (action is Action.GIVE_VERDICT and state in OPEN)):
        public = case.claim.visibility == Visibility.PUBLIC.value
        state = State.PUBLISHED if public else State.DECIDED
        case.decided_status, case.decided_approvals = status, approvals
    elif action is Action.GIVE_VERDICT and state in OPEN:
        state = State.REOPENED if state is State.REOPENED else State.QUEUED
    elif state in SETTLED:
        if comes_back(
            news.now, decided_status=case.decided_status, decided_approvals=case.decided_approvals
        ):
            state = State.REOPENED
        else:
            case.decided_approvals = approvals
    if state.value != case.state:
        case.state, case.since = state.value, at


def _words(case: Case, news: SettledClaim, *, was_level: int, fresh: bool) -> list[NoticeRequest]:
    """Whom this concerns, and what to tell them."""
    words = []
    status = Status(case.status).label if case.status else ""
    if not fresh and case.level == Level.ONE_SHORT.rank and was_level != case.level:
        words.append(
            NoticeRequest(
                NoticeKind.SECOND_LOOK,
                case.claim,
                f"One signature is missing on “{case.claim}” ({status}).",
                role=Role.REVIEWER,
                but={case.claim.recorded_by, *_signed(case.claim)},
            )
        )
    for reviewer in news.stale:
        latest = Verdict.objects.filter(claim=case.claim, reviewer=reviewer).order_by("at", "pk")
        words.append(
            NoticeRequest(
                NoticeKind.VERDICT_STALE,
                case.claim,
                f"Something happened since your verdict on “{case.claim}”; it no longer counts.",
                names=[reviewer],
                # A verdict goes stale once, however often the claim is settled afterwards.
                occasion=f"verdict {latest.values_list('pk', flat=True).last()}",
            )
        )
    if fell(news.before, news.now):
        words.append(
            NoticeRequest(
                NoticeKind.CLAIM_FELL,
                case.claim,
                f"“{case.claim}” is now {status}.",
                names=[news.recorded_by],
            )
        )
    return words


def _signed(claim: Claim) -> set[str]:
    return set(Verdict.objects.filter(claim=claim).values_list("reviewer", flat=True))


def _cited(pks: Collection[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Citation.objects.filter(record__claim__in=pks)
    for claim, status in rows.values_list("record__claim", "record__status"):
        found[claim].add(status)
    return found


def _refutals(news: Sequence[SettledClaim]) -> Mapping[int, int]:
    """How many fresh refute verdicts there are, where the evidence refutes."""
    stale = {
        each.claim: set(each.stale)
        for each in news
        if each.now and each.now["evidence_status"] == Status.REFUTED.value
    }
    latest: dict[tuple[int, str], str] = {}
    for claim, reviewer, verdict in (
        Verdict.objects.filter(claim__in=stale)
        .order_by("at", "pk")
        .values_list("claim", "reviewer", "verdict")
    ):
        latest[claim, reviewer] = verdict
    counts: dict[int, int] = defaultdict(int)
    for (claim, reviewer), verdict in latest.items():
        if verdict == VerdictKind.REFUTE.value and reviewer not in stale[claim]:
            counts[claim] += 1
    return counts
