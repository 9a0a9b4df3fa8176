"""Generated dossiers: small, well formed, and as awkward as the rules allow."""

from datetime import UTC, datetime, timedelta
from functools import cache
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


# What is drawn again and again is made once: making a strategy costs more than drawing from it.
def pick(*options: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(options)


some = cache(lambda strategy, low, high: st.lists(strategy, min_size=low, max_size=high))


@cache
def words(vocabulary: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([word.value for word in vocabulary])


INSTANTS = [moment(hour) for hour in range(HOURS + 1)]
hours = st.sampled_from(INSTANTS)
sometimes = st.sampled_from([None] * len(INSTANTS) + INSTANTS)
rarely = st.sampled_from([None] * 4 * len(INSTANTS) + INSTANTS)
very_rarely = st.sampled_from([None] * 12 * len(INSTANTS) + INSTANTS)
numbers = cache(st.integers)
flags = st.booleans()
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
        if draw(flags):
            found[ref]["parent"] = parent
    found["wire"]["newsgatherer"] = draw(pick(True, True, False))
    for ref, to in (("minister", "state"), ("rival", "party"), ("insider", "ministry")):
        span = sorted([draw(hours), draw(hours)])
        affiliation = [None, {}, {"from": span[0]}, {"from": span[0], "until": span[1]}][
            draw(numbers(0, 3))
        ]
        if affiliation is not None:
            found[ref]["affiliations"] = [{"to": to, **affiliation}]
    return found


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    return {
        ref: given(
            publisher=draw(pick("wire", "paper", "ministry", "charity")),
            recorded_at=draw(sometimes),
            embargoed_until=draw(rarely),
            retracted_at=draw(very_rarely),
        )
        for ref in DOCUMENTS
    }


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value not in (None, [])}


@cache
@st.composite
def sighting(draw: Any, speaker: str, stances: bool = True) -> dict[str, Any]:
    others = pick(*(ref for ref in SPEAKERS if ref != speaker))
    return given(
        document=draw(pick(*DOCUMENTS)),
        via=[] if draw(flags) else draw(some(others, 1, 3)),
        via_documents=[] if draw(flags) else draw(some(pick(*DOCUMENTS), 0, 1)),
        attestation=draw(words(Attestation)),
        stance=draw(pick(*[None] * 16, *Stance)) if stances else None,
        recorded_at=draw(rarely),
    )


@cache
@st.composite
def provenance(draw: Any, speaker: str, stances: bool = True) -> dict[str, Any]:
    discounted = draw(very_rarely)
    said = draw(sometimes)
    withdrawn = draw(very_rarely)
    if withdrawn and said:
        withdrawn = max(withdrawn, said)
    return given(
        speaker=speaker,
        holder=draw(pick(None, None, None, None, "A", "B")),
        naming=draw(pick(*["named_person"] * 4, *Naming)),
        ground_rules=draw(pick(*["on_record"] * 5, *GroundRules)),
        basis=draw(words(Basis)),
        evidence_key=draw(pick(None, None, None, None, "photo", "report")),
        said_at=said,
        recorded_at=draw(sometimes),
        withdrawn_at=withdrawn,
        discounted_at=discounted,
        discount_reason="A copy of another." if discounted else None,
        sightings=draw(some(sighting(speaker, stances), 1, 3)),
    )


@st.composite
def attributions(
    draw: Any, most: int = 7, speakers: Any = None, stances: bool = True
) -> list[dict[str, Any]]:
    chosen = speakers or draw(some(pick(*USUAL, *USUAL, *SPEAKERS), 2, most))
    return [
        {
            "id": f"a{number}",
            "claim": "c",
            "stance": draw(pick(*["asserts"] * 4, *["denies"] * 2, *Stance)),
            **draw(provenance(speaker, stances)),
        }
        for number, speaker in enumerate(chosen)
    ]


@st.composite
def verdicts(draw: Any) -> list[dict[str, Any]]:
    return [
        {
            "claim": "c",
            "reviewer": draw(pick("ana", "raj", "lee", "kim")),
            "verdict": draw(pick(*["corroborate"] * 6, *["refute"] * 3, *VerdictKind)),
            "at": draw(hours),
            "reason": "Looked at the evidence.",
        }
        for _ in range(draw(numbers(0, 7)))
    ]


FIGURES = {
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


COUNTS = st.sampled_from([{}, {"cumulative": True}, {"varying": True}])
RANGES = st.sampled_from([{}, {"tolerance": 300}])


@st.composite
def details(draw: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    asked = [
        {"id": "toll", "claim": "c", "question": "How many?", "type": "count",
         **draw(COUNTS)},
        {"id": "range", "claim": "c", "question": "How far?", "unit": "km",
         **draw(RANGES)},
        {"id": "when", "claim": "c", "question": "When?", "type": "instant"},
        {"id": "type", "claim": "c", "question": "Of what type?", "type": "category",
         "narrower_than": {"rocket": "missile", "artillery rocket": "rocket"}},
    ]  # fmt: skip
    answers = []
    for number in range(draw(numbers(0, 6))):
        ref = draw(pick(*sorted(FIGURES)))
        knowledge = draw(pick(*["value"] * 5, *Knowledge))
        speaker = draw(pick(*SPEAKERS))
        answer = {
            "id": f"v{number}",
            "detail": ref,
            "knowledge": knowledge,
            **draw(provenance(speaker)),
        }
        if knowledge == "value":
            answer["value"] = draw(FIGURES[ref])
        answers.append(answer)
    return asked, answers


SOURCES, PAPERS, VERDICTS, DETAILS = sources(), documents(), verdicts(), details()


@st.composite
def dossiers(draw: Any, with_details: bool = False, **options: Any) -> dict[str, Any]:
    """A dossier about one claim `c`, as plain JSON values."""
    one = pick(None, None, *USUAL)
    found: dict[str, Any] = {
        "policy": {
            "max_hops": draw(numbers(1, 3)),
            "min_named_origins": draw(numbers(0, 2)),
        },
        "sources": draw(SOURCES),
        "documents": draw(PAPERS),
        "claims": [
            given(
                id="c",
                text="A thing happened on 10 January 2026.",
                recorded_by=draw(pick("kim", "somebody")),
                recorded_at=draw(very_rarely),
                amended_at=draw(very_rarely),
                favours=[each for each in [draw(one)] if each],
                damages=[each for each in [draw(one)] if each],
                authorities=[each for each in [draw(one)] if each],
            )
        ],
        "attributions": draw(attributions(**options)),
        "reviews": draw(VERDICTS),
    }
    if with_details:
        found["details"], found["detail_values"] = draw(DETAILS)
    if not options and draw(flags):
        lean(draw, found)
    return found


def lean(draw: Any, found: dict[str, Any]) -> None:
    """Towards what is rare by chance: authorities near at hand who say how they know, and denials of
    them; unnamed voices beside named ones; a house that corrects itself; signatures on all that."""
    claim = found["claims"][0]
    claim["authorities"] = [draw(pick("ministry", "army", "charity", "state"))]
    claim["kind"] = draw(pick(*["occurrence"] * 3, "act_of_authority", "speech_act"))
    found["sources"]["wire"]["newsgatherer"] = True
    found["policy"] = {"max_hops": 2, "min_named_origins": draw(pick(1, 1, 2))}
    turn = draw(pick("refute", "corroborate", "corroborate", "forge", "claim", None, None))
    for paper in found["documents"].values():
        paper["publisher"] = draw(pick("wire", "wire", "ministry"))
        for key in ("embargoed_until", "retracted_at"):
            paper.pop(key, None)
    document = draw(pick(*DOCUMENTS))
    for attribution in found["attributions"]:
        if draw(numbers(0, 4)):
            attribution["speaker"] = draw(
                pick(
                    "ministry",
                    "army",
                    "charity",
                    "rival",
                    "party",
                    "insider",
                    *claim["authorities"],
                )
            )
            unnamed = attribution["speaker"] == "insider"
            attribution["naming"] = "anonymous" if unnamed else "named_institution"
            attribution["ground_rules"] = "on_record"
            attribution["stance"] = draw(
                pick(*["asserts"] * 5, "denies", "denies", "asserts_likely")
            )
            if turn == "refute":
                attribution["stance"] = draw(pick(*["denies"] * 6, "asserts_possible"))
            attribution["basis"] = draw(pick("observed", "records", "unstated", "unstated"))
            for key in ("withdrawn_at", "discounted_at", "discount_reason", "evidence_key"):
                attribution.pop(key, None)
            attestation = draw(pick("primary", "verbatim_original", "paraphrase"))
            attribution["sightings"] = [
                {
                    "document": draw(pick(document, document, *DOCUMENTS)),
                    "via": list(draw(pick((), (), (), ("holding", "paper")))),
                    "attestation": "paraphrase" if unnamed else attestation,
                }
            ]
    if turn in ("refute", "corroborate"):
        found["reviews"] = [
            {"claim": "c", "reviewer": name, "verdict": turn, "at": INSTANTS[5], "reason": "Looked."}
            for name in ("ana", "raj")
        ]  # fmt: skip
    if turn == "claim":
        claim["favours"] = ["party", "ministry", "army", "charity", "rival"]
    if turn == "forge":
        for number, (stance, attestation) in enumerate(
            [("asserts", "purported"), ("denies", "primary")]
        ):
            found["attributions"].append(
                {
                    "id": f"f{number}", "claim": "c", "speaker": "ministry", "stance": stance,
                    "ground_rules": "on_record",
                    "recorded_at": INSTANTS[number],
                    "sightings": [{"document": document, "attestation": attestation}],
                }
            )  # fmt: skip


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
        "details": {ref: detail.as_record() for ref, detail in details.items()}
    }
