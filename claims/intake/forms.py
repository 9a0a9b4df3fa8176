"""The forms of the intake: what is typed, as plain values. The services say what may be."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from claims.domain.vocabulary import Attestation, Basis, Knowledge, Naming, Stance
from claims.intake.domain.drafts import Gap, Relay, Shape
from claims.intake.services.pages import LONGEST
from sources.domain.vocabulary import SourceKind
from sources.foundation.constraints import choices
from sources.foundation.domain.shapes import LINE_LENGTH, URL_LENGTH


class IntakeForm(forms.Form):
    required_css_class = "required"
    error_css_class = "faulty"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def take(self, refusal: ValidationError) -> None:
        """Put a refusal where it is read: at its field, or above the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, errors in refusal.message_dict.items():
            if name in self.fields:
                self.add_error(name, errors)
            else:
                told = name if name != "__all__" else ""
                self.add_error(None, [f"{told}: {each}".lstrip(": ") for each in errors])


class ArrivalForm(IntakeForm):
    """A document: its text, a file of it, or its address; and what the page does not say itself."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        strip=False,
        label="Text",
        widget=forms.Textarea({"rows": 12, "autofocus": True}),
        help_text="Paste the article, headline and date with it.",
    )
    file = forms.FileField(
        required=False,
        label="or a file",
        help_text="HTML, text or PDF.",
        widget=forms.FileInput(
            {"accept": ".html,.htm,.txt,.pdf,text/html,text/plain,application/pdf"}
        ),
    )
    url = forms.URLField(
        required=False,
        max_length=URL_LENGTH,
        assume_scheme="https",
        label="Address",
        help_text="Alone, the page is fetched; with a text or a file it is where they come from.",
    )
    publisher = forms.CharField(
        required=False,
        max_length=LINE_LENGTH,
        label="Publisher",
        widget=forms.TextInput({"data-suggest": "source", "autocomplete": "off"}),
        help_text="Only where the page does not say it.",
    )
    title = forms.CharField(required=False, max_length=LINE_LENGTH, label="Title")
    published = forms.DateTimeField(
        required=False,
        label="Published",
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "any"}),
        help_text="“Monday” and “last month” are reckoned from it.",
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        text = str(given.get("text") or "").strip()
        if text and given.get("file"):
            raise ValidationError("Give a text or a file, not both.")
        if not (text or given.get("file") or given.get("url")) and not self.errors:
            raise ValidationError("Paste a text, choose a file, or give an address.")
        return given


class SelectionForm(forms.Form):
    """Words that were selected in a text, in code points."""

    start = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    end = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    exact = forms.CharField(required=False, strip=False, max_length=LONGEST)


class DraftForm(IntakeForm):
    """A draft as it may be mended."""

    speaker = forms.CharField(
        required=False,
        max_length=LINE_LENGTH,
        label="Who says so",
        widget=forms.TextInput({"data-suggest": "source", "autocomplete": "off"}),
    )
    speaker_kind = forms.ChoiceField(choices=choices(SourceKind), label="What they are, if new")
    naming = forms.ChoiceField(choices=choices(Naming), label="Named")
    stance = forms.ChoiceField(choices=choices(Stance), label="Stance")
    text = forms.CharField(
        required=False,
        max_length=10_000,
        label="Claim",
        widget=forms.Textarea({"rows": 3}),
        help_text="One dated sentence, unhedged, with no speaker in it.",
    )
    relays = forms.CharField(
        required=False,
        max_length=2_000,
        label="Reached us through",
        help_text="Nearest the speaker first, with semicolons between.",
    )
    said_on = forms.DateField(
        required=False, label="Said on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.ChoiceField(
        required=False,
        choices=[("", "asked where it matters"), *choices(Basis)],
        label="How they know",
    )
    attestation = forms.ChoiceField(choices=choices(Attestation), label="How it is told")
    unknowns = forms.CharField(
        required=False,
        max_length=5_000,
        label="Not known",
        widget=forms.Textarea({"rows": 2}),
        help_text="One a line: not_stated, withheld, unknown or none_reported; colon; what about.",
    )

    @classmethod
    def of(cls, shape: Shape) -> Self:
        """The form with what stands in a draft."""
        return cls(
            initial={
                **{name: getattr(shape, name) for name in _PLAIN},
                "relays": "; ".join(each.name for each in shape.relays),
                "unknowns": "\n".join(f"{each.knowledge}: {each.about}" for each in shape.unknowns),
            }
        )

    def clean_unknowns(self) -> list[dict[str, str]]:
        found = []
        for line in str(self.cleaned_data["unknowns"]).splitlines():
            kind, colon, about = line.partition(":")
            if not line.strip():
                continue
            if kind.strip() not in _NOT_KNOWING or not colon or not about.strip():
                raise ValidationError(
                    f"Expected one of {', '.join(_NOT_KNOWING)}, a colon and what it is about, "
                    f"not “{line.strip()[:60]}”."
                )
            found.append({"about": about.strip()[:LINE_LENGTH], "knowledge": kind.strip()})
        return found

    def changes(self, shape: Shape) -> dict[str, Any]:
        """What was typed, as values of a shape; a speaker of another name is none on record yet."""
        given = dict(self.cleaned_data)
        known = {each.name: each for each in shape.relays}
        names = [each.strip() for each in given.pop("relays").split(";") if each.strip()]
        given["relays"] = [known.get(each) or Relay(name=each[:LINE_LENGTH]) for each in names]
        gaps = {(each.about, each.knowledge.value): each for each in shape.unknowns}
        given["unknowns"] = [
            gaps.get((each["about"], each["knowledge"])) or Gap.model_validate(each)
            for each in given["unknowns"]
        ]
        given["basis"] = given["basis"] or None
        if given["speaker"] != shape.speaker:
            given["speaker_ref"] = ""
        return given


_PLAIN = ("speaker", "speaker_kind", "naming", "stance", "text", "said_on", "basis", "attestation")
_NOT_KNOWING = [each.value for each in Knowledge if each is not Knowledge.VALUE]
