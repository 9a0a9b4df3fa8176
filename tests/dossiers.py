"""Generated dossiers: small, well formed, and as awkward as the rules allow."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess, assess_details
from claims.domain.records import Dossier
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    GroundRules,
    Knowledge,
    Naming,
    Stance,
    VerdictKind,
)
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience

DAY = datetime(2026, 1, 10, tzinfo=UTC)
HOURS = 8  # a few instants, so that many things happen at once
LATER = "2026-01-11T00:00:00Z"

CONTROLLED = {"ministry": "state", "army": "state", "paper": "holding"}
KINDS = {
    "state": "state",
    "ministry": "organisation",
    "army": "organisation",
    "minister": "person",
    "rival": "person",
    "party": "organisation",
    "charity": "organisation",
    "wire": "outlet",
    "paper": "outlet",
    "holding": "organisation",
    "insider": "anonymous",
    "nobody": "unknown",
}
SPEAKERS = sorted(KINDS)
USUAL = ["state", "ministry", "army", "minister", "rival", "party", "charity", "wire"]
DOCUMENTS = ["d1", "d2", "d3", "d4", "d5"]


def moment(hour: float) -> str:
    return (DAY + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")


def words(vocabulary: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([word.value for word in vocabulary])


INSTANTS = [moment(hour) for hour in range(HOURS + 1)]
hours = st.sampled_from(INSTANTS)
sometimes = st.sampled_from([None] * len(INSTANTS) + INSTANTS)
rarely = st.sampled_from([None] * 4 * len(INSTANTS) + INSTANTS)
very_rarely = st.sampled_from([None] * 12 * len(INSTANTS) + INSTANTS)
as_of = st.one_of(st.integers(-1, 2 * HOURS + 1), st.integers(HOURS, 2 * HOURS + 1)).map(
    lambda half: read_moment(moment(half / 2))
)
audiences = st.sampled_from(list(Audience))


@st.composite
def sources(draw: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        ref: {"kind": kind, "name": ref.capitalize()} for ref, kind in KINDS.items()
    }
    for ref, parent in CONTROLLED.items():
        if draw(st.booleans()):
            found[ref]["parent"] = parent
    found["wire"]["newsgatherer"] = draw(st.sampled_from([True, True, False]))
    for ref, to in (("minister", "state"), ("rival", "party"), ("insider", "ministry")):
        span = sorted([draw(hours), draw(hours)])
        affiliation = draw(
            st.sampled_from([None, {}, {"from": span[0]}, {"from": span[0], "until": span[1]}])
        )
        if affiliation is not None:
            found[ref]["affiliations"] = [{"to": to, **affiliation}]
    return found


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    return {
        ref: given(
            publisher=draw(st.sampled_from(["wire", "paper", "ministry", "charity"])),
            recorded_at=draw(sometimes),
            embargoed_until=draw(rarely),
            retracted_at=draw(very_rarely),
        )
        for ref in DOCUMENTS
    }


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value not in (None, [])}


NOTHING: st.SearchStrategy[list[str]] = st.just([])


@st.composite
def sighting(draw: Any, speaker: str, stances: bool = True) -> dict[str, Any]:
    others = st.sampled_from([ref for ref in SPEAKERS if ref != speaker])
    relays = st.lists(others, min_size=1, max_size=3)
    own = st.sampled_from([None] * 16 + [*Stance]) if stances else st.none()
    return given(
        document=draw(st.sampled_from(DOCUMENTS)),
        via=draw(st.sampled_from([True, False]).flatmap(lambda near: NOTHING if near else relays)),
        via_documents=draw(
            st.one_of(st.just([]), st.lists(st.sampled_from(DOCUMENTS), max_size=1))
        ),
        attestation=draw(words(Attestation)),
        stance=draw(own),
        recorded_at=draw(rarely),
    )


@st.composite
def provenance(draw: Any, speaker: str, stances: bool = True) -> dict[str, Any]:
    discounted = draw(very_rarely)
    said = draw(sometimes)
    withdrawn = draw(very_rarely)
    if withdrawn and said:
        withdrawn = max(withdrawn, said)
    return given(
        speaker=speaker,
        holder=draw(st.sampled_from([None, None, None, None, "A", "B"])),
        naming=draw(st.sampled_from(["named_person"] * 4 + [*Naming])),
        ground_rules=draw(st.sampled_from(["on_record"] * 5 + [*GroundRules])),
        basis=draw(words(Basis)),
        evidence_key=draw(st.sampled_from([None, None, None, None, "photo", "report"])),
        said_at=said,
        recorded_at=draw(sometimes),
        withdrawn_at=withdrawn,
        discounted_at=discounted,
        discount_reason="A copy of another." if discounted else None,
        sightings=draw(st.lists(sighting(speaker, stances), min_size=1, max_size=3)),
    )


@st.composite
def attributions(
    draw: Any, most: int = 7, speakers: Any = None, stances: bool = True
) -> list[dict[str, Any]]:
    chosen = speakers or draw(
        st.lists(st.sampled_from(USUAL * 2 + SPEAKERS), min_size=2, max_size=most)
    )
    return [
        {
            "id": f"a{number}",
            "claim": "c",
            "stance": draw(st.sampled_from(["asserts"] * 4 + ["denies"] * 2 + [*Stance])),
            **draw(provenance(speaker, stances)),
        }
        for number, speaker in enumerate(chosen)
    ]


@st.composite
def verdicts(draw: Any) -> list[dict[str, Any]]:
    return [
        {
            "claim": "c",
            "reviewer": draw(st.sampled_from(["ana", "raj", "lee", "kim"])),
            "verdict": draw(st.sampled_from(["corroborate"] * 6 + ["refute"] * 3 + [*VerdictKind])),
            "at": draw(hours),
            "reason": "Looked at the evidence.",
        }
        for _ in range(draw(st.integers(0, 7)))
    ]


@st.composite
def details(draw: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    asked = [
        {"id": "toll", "claim": "c", "question": "How many?", "type": "count",
         "cumulative": draw(st.booleans())},
        {"id": "range", "claim": "c", "question": "How far?", "unit": "km"},
        {"id": "when", "claim": "c", "question": "When?", "type": "instant"},
        {"id": "type", "claim": "c", "question": "Of what type?", "type": "category",
         "narrower_than": {"rocket": "missile", "artillery rocket": "rocket"}},
    ]  # fmt: skip
    figures = {
        "toll": st.builds(
            lambda n, q, t: given(value=n, qualifier=q, as_of=t),
            st.integers(0, 6),
            st.sampled_from(["exact", "about", "at_least", "more_than", "at_most", "fewer_than"]),
            sometimes,
        ),
        "range": st.builds(
            lambda n, u, p: given(value=n, unit=u, precision=p),
            st.sampled_from([700, 701, 430, 0.5]),
            st.sampled_from([None, "km", "m", "[mi_i]", "[nmi_i]"]),
            st.sampled_from([None, 2, 100]),
        ),
        "when": st.builds(lambda t, a: {"at": t, "approx": a}, hours, st.booleans()),
        "type": st.sampled_from(["missile", "rocket", "artillery rocket", "drone"]).map(
            lambda name: {"value": name}
        ),
    }
    answers = []
    for number in range(draw(st.integers(0, 6))):
        ref = draw(st.sampled_from(sorted(figures)))
        knowledge = draw(st.sampled_from(["value"] * 5 + [*Knowledge]))
        speaker = draw(st.sampled_from(SPEAKERS))
        answer = {
            "id": f"v{number}",
            "detail": ref,
            "knowledge": knowledge,
            **draw(provenance(speaker)),
        }
        if knowledge == "value":
            answer["value"] = draw(figures[ref])
        answers.append(answer)
    return asked, answers


@st.composite
def dossiers(draw: Any, with_details: bool = False, **options: Any) -> dict[str, Any]:
    """A dossier about one claim `c`, as plain JSON values."""
    some = st.sampled_from([[], [], *([ref] for ref in USUAL)])
    found: dict[str, Any] = {
        "policy": {
            "max_hops": draw(st.integers(1, 3)),
            "min_named_origins": draw(st.integers(0, 2)),
        },
        "sources": draw(sources()),
        "documents": draw(documents()),
        "claims": [
            given(
                id="c",
                text="A thing happened on 10 January 2026.",
                recorded_by=draw(st.sampled_from(["kim", "somebody"])),
                recorded_at=draw(very_rarely),
                amended_at=draw(very_rarely),
                favours=draw(some),
                damages=draw(some),
                authorities=draw(some),
            )
        ],
        "attributions": draw(attributions(**options)),
        "reviews": draw(verdicts()),
    }
    if with_details:
        found["details"], found["detail_values"] = draw(details())
    return found


def read(raw: dict[str, Any]) -> Dossier:
    return check(raw)


def answer(raw: dict[str, Any], at: datetime, audience: Audience) -> dict[str, Any] | None:
    """The assessment of the claim with its details, or None before it is on record."""
    dossier = read(raw)
    claim = dossier.claims[0]
    assessment = assess(dossier, claim, at, audience)
    if assessment is None:
        return None
    details = assess_details(dossier, claim, at, audience)
    return assessment.as_json() | {
        "details": {ref: detail.as_json() for ref, detail in details.items()}
    }
