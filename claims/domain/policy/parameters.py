"""What a house may set (§3), with the defaults. A policy has a name and a version."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.types import StrictBool, StrictFloat, StrictInt

Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
AtLeastOne = Annotated[StrictInt, Field(ge=1, le=1_000_000)]
Amount = (
    Annotated[StrictInt, Field(ge=0, le=1_000_000)]
    | Annotated[StrictFloat, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
)
# No tolerance may carry a time out of the range that the record holds.
MINUTES_OF_A_YEAR = 525_600
Label = Annotated[str, StringConstraints(pattern=r"^[^\s@\x00-\x1f]{1,100}$")]


class Policy(BaseModel):
    """House policy parameters. Counts are origins, reviewers or hops; times are minutes."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: Label = "default"
    version: Label = "2"
    min_independent_origins: AtLeastOne = 2  # N: unhedged origins that corroborate
    min_named_origins: Count = 1  # M: how many of them must be named
    reviewers_required: AtLeastOne = 2  # R: who must sign to confirm or refute
    max_hops: Count = 2  # further away, an origin counts as distant
    official_max_hops: Count = 1  # the same for an authority or an admission
    author_may_review: StrictBool = False  # whether the recorder's own verdict counts
    approx_tolerance: Amount = 0.10  # "about n" reaches this share of n either way
    approx_count_min: Amount = 1  # and for counts at least this many
    # "About noon" reaches this far either way.
    approx_time_minutes: Annotated[Amount, Field(le=MINUTES_OF_A_YEAR)] = 30

    @model_validator(mode="before")
    @classmethod
    def _name_what_was_changed(cls, given: Any) -> Any:
        """A policy that sets parameters without naming itself is `custom@1`."""
        if isinstance(given, dict) and "id" not in given and set(given) - {"version"}:
            return {"id": "custom", **given}
        return given

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"
