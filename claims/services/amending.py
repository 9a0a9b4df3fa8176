"""What has reviewers look again though no statement speaks: changes beneath what they signed."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime

from claims import ports
from claims.models import Claim
from claims.selectors.audit import claim_states
from sources.foundation.batches import chunks
from sources.foundation.columns import exceptions_of
from sources.foundation.domain.history import AuditState, Change, differences
from sources.foundation.domain.moments import write_moment
from sources.models import Document, Source


def amend(claims: Collection[int], *, at: datetime) -> dict[int, AuditState]:
    """Have what was signed on these claims looked at again; the states of those amended.

    An amendment speaks against every signature (policy §5). A claim that nobody has judged is left
    alone.
    """
    judged: set[str] = set()
    for part in chunks(claims):
        judged |= {verdict.claim for verdict in ports.reviews.verdicts_on(part)}
    amended = set()
    for refs in chunks(sorted(judged)):
        rows = Claim.objects.filter(ref__in=refs)
        amended |= set(rows.values_list("pk", flat=True))
        rows.update(amended_at=at)
    return claim_states(amended)


def rewritten(
    before: Mapping[int, AuditState],
    after: Mapping[int, AuditState],
    resting: Set[int],
    about: Sequence[Change],
) -> list[int]:
    """Claims that were on record, and of which a dossier rewrote what had been judged: what was
    said is otherwise, gone, or said to have been there before."""
    refs = dict(Claim.objects.filter(pk__in=after).values_list("ref", "pk"))
    signed: dict[int, datetime] = {}
    for part in chunks(after):
        for verdict in ports.reviews.verdicts_on(part):
            claim = refs[verdict.claim]
            signed[claim] = max(verdict.at, signed.get(claim, verdict.at))
    return [
        claim
        for claim, last in signed.items()
        if before.get(claim)
        and (
            any(
                _rewrites(change, write_moment(last))
                for change in differences(before[claim], after[claim])
            )
            or (claim in resting and any(_lost_before(each, last) for each in about))
        )
    ]


def _rewrites(change: Change, signed: str) -> bool:
    kind = change.what.split(" ", 1)[0]
    after = change.after or {}
    if kind == "interest":
        return True
    if kind == "claim":  # other wording, said to be older than the signatures
        reworded = (
            change.before is not None
            and {"text", "checkability", "clause", "clause_past"} & after.keys()
        )
        return bool(reworded) and str(after.get("amended_at", "")) <= signed
    if kind != "attribution":
        return False
    if change.before is None:
        # New here, and said to have been on record when somebody signed, who did not see it.
        return str(after.get("recorded_at", "")) <= signed
    if any("" < str(after.get(name) or "") <= signed for name in ("withdrawn_at", "discounted_at")):
        return True  # a loss that is said to be older than the signatures
    return not {*change.before, *(change.after or ())} <= _NOT_SAYING


def _lost_before(change: Change, signed: datetime) -> bool:
    """Whether a document is said to have been retracted before somebody signed."""
    return "" < str((change.after or {}).get("retracted_at") or "") <= write_moment(signed)


_NOT_SAYING = frozenset(
    {"note", "withdrawn_at", "withdrawn_note", "discounted_at", "discount_reason"}
)


def changes_whose_word_it_is(change: Change, at: datetime) -> bool:
    before, after = change.before or {}, change.after or {}
    fields = {*before, *after}
    if change.what.startswith("source "):
        return bool(fields & {"kind", "parent", "newsgatherer", "affiliations"})
    # An embargo in force that is moved speaks by its own moment; one put on hides what was seen.
    now, embargo = write_moment(at), "embargoed_until"
    hidden = embargo in fields and (before.get(embargo) or "") <= now < (after.get(embargo) or "")
    return "publisher" in fields or hidden


def bearing(changes: Iterable[Change]) -> list[Change]:
    """Those changes of sources and documents that bear on the claims that rest on them."""
    return [each for each in changes if each.before is not None and _is_signed(each)]


def _is_signed(change: Change) -> bool:
    model = Source if change.what.startswith("source ") else Document
    unsigned = set(exceptions_of(model).not_signed)
    return not {*(change.before or ()), *(change.after or ())} <= unsigned
