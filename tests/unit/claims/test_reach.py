"""That generated dossiers reach every rule: what never decides is not tested by them."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess, assess_details
from claims.domain.vocabulary import DetailState, Reason, Status
from tests.dossiers import as_of, audiences, dossiers
from tests.environment import much

RARE = 0.01 if much(10) >= 30 else 0.001  # of few examples less can be asked
ELSEWHERE = {Status.NOT_CHECKABLE, DetailState.NOT_APPLICABLE}  # by tables, as nothing decides them


def test_every_status_reason_and_state_is_reached() -> None:
    seen: Counter[str] = Counter()

    @settings(
        max_examples=max(1_000, much(1_000)), phases=[Phase.generate], derandomize=True,
        database=None, deadline=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(dossiers(with_details=True), as_of, audiences)
    def look(data: Any, at: Any, audience: Any) -> None:
        dossier = check(data)
        assessment = assess(dossier, dossier.claims[0], at, audience)
        if assessment is None:
            return
        details = assess_details(dossier, dossier.claims[0], at, audience)
        found = {assessment.status, *assessment.reasons}
        found |= {each.state for each in details.values()}
        seen.update({"all", *map(repr, found)})

    look()

    everything = {*Status, *Reason, *DetailState} - ELSEWHERE
    rare = {each: seen[repr(each)] for each in everything if seen[repr(each)] < RARE * seen["all"]}
    assert not rare
