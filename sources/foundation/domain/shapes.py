"""The shapes of what is recorded: references, lines, texts, codes; the base of plain records."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

REF_LENGTH = 200


LINE_LENGTH = 500


URL_LENGTH = 2_000


TEXT_LENGTH = 100_000


_NO_NUL = r"^[^\x00]*$"


# A public reference: the dossier's own string, without control characters.
Ref = Annotated[
    str, StringConstraints(min_length=1, max_length=REF_LENGTH, pattern=r"^[^\x00-\x1f\x7f]*$")
]


_REF = TypeAdapter(Ref)


Line = Annotated[str, StringConstraints(max_length=LINE_LENGTH, pattern=_NO_NUL)]


Name = Annotated[str, StringConstraints(min_length=1, max_length=LINE_LENGTH, pattern=_NO_NUL)]


Url = Annotated[str, StringConstraints(max_length=URL_LENGTH, pattern=_NO_NUL)]


Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH, pattern=_NO_NUL)]


LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")]


CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


WikidataId = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]{0,11}$")]


def is_web_address(text: str) -> bool:
    """Whether the text may be a link: nothing that would run, and nothing of this machine."""
    return text.lower().startswith(("http://", "https://"))


def is_ref(text: str) -> bool:
    """Whether the text can be a reference at all, so that a database may be asked for it."""
    try:
        _REF.validate_python(text)
    except ValueError:
        return False
    return True


class Record(BaseModel):
    """One record of a dossier: unknown keys are refused and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def as_json(self) -> dict[str, Any]:
        """What the record says beyond its defaults, ready for `json.dumps`."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_unset=False, exclude_defaults=True
        )
