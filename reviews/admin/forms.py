"""The forms of the desk: what is typed, as plain values. The services say what may be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from claims.domain.oddities import one_line
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    Checkability,
    ClaimKind,
    DetailType,
    GroundRules,
    Interest,
    Knowledge,
    Naming,
    Stance,
    VerdictKind,
)
from claims.models import Claim, Event
from claims.services.entering import PassageInput, StatementInput
from reviews.domain.vocabulary import TAKES_TWO, DecisionKind, NoticeKind, ReplyState, State
from sources.domain.vocabulary import SourceKind
from sources.foundation.constraints import choices
from sources.foundation.domain.roles import Role

LONG = {"rows": 3}
Offered = Mapping[str, Sequence[tuple[str, str]]]


def suggested(kind: str) -> forms.TextInput:
    """A text field that offers what is on record, where there is a script to fetch it."""
    return forms.TextInput({"data-suggest": kind, "autocomplete": "off"})


NEW = [("", "on record"), *((value, f"new: {words}") for value, words in choices(SourceKind))]


class EventField(forms.ModelChoiceField):
    """An event, by its title on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Event.objects.all(), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return one_line(str(obj), 120)


def moment(label: str) -> forms.DateTimeField:
    """A moment, picked or typed; the desk works in the time zone that its pages name."""
    widget = forms.DateTimeInput({"type": "datetime-local", "step": "any"})
    return forms.DateTimeField(required=False, label=label, widget=widget)


class DeskForm(forms.Form):
    """A form with ids of its own, so that several stand on one page."""

    required_css_class = "required"
    error_css_class = "faulty"

    def __init__(self, *args: Any, offered: Offered | None = None, **kwargs: Any) -> None:
        """`offered` are the choices of those fields that depend on what is on the desk."""
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, found in (offered or {}).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(found) if field.required else [("", "–"), *found]


class VerdictForm(DeskForm):
    reason = forms.CharField(
        widget=forms.Textarea({"rows": 3, "aria-describedby": "reason-help"}),
        label="Reason",
        help_text="What did you look at, and what does it show?",
    )
    verdict = forms.ChoiceField(
        choices=choices(VerdictKind), widget=forms.HiddenInput, required=True
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ReasonForm(DeskForm):
    reason = forms.CharField(widget=forms.Textarea(LONG))


class AnswerProposalForm(DeskForm):
    answer = forms.ChoiceField(choices=[("second", "second"), ("decline", "decline")])
    reason = forms.CharField(required=False)
    fingerprint = forms.CharField(required=False, max_length=64)


class NoteForm(DeskForm):
    text = forms.CharField(widget=forms.Textarea(LONG), label="Note")


class ReviewerForm(DeskForm):
    to = forms.ModelChoiceField(get_user_model().objects.none(), label="To")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = get_user_model().objects.filter(
            is_active=True, groups__name=Role.REVIEWER.value
        )
        self.fields["to"].queryset = reviewers.order_by("username")  # type: ignore[attr-defined]


class ReplyForm(DeskForm):
    party = forms.CharField(label="Party", widget=suggested("source"))
    party_kind = forms.ChoiceField(required=False, choices=NEW, label="Party is")
    state = forms.ChoiceField(
        choices=choices(ReplyState), initial=ReplyState.SOUGHT.value, label="State"
    )
    contacted_at = moment("Contacted")
    deadline = moment("Deadline")
    note = forms.CharField(required=False, widget=forms.Textarea({"rows": 2}))


class ProposalForm(DeskForm):
    kind = forms.ChoiceField(choices=choices(TAKES_TWO), label="To")
    statement = forms.ChoiceField(required=False, label="Statement")
    source = forms.CharField(required=False, label="Source", widget=suggested("source"))
    interest = forms.ChoiceField(
        required=False,
        choices=[("", "–"), *choices((Interest.FAVOURS, Interest.DAMAGES))],
        label="The claim",
    )
    detail = forms.ChoiceField(
        required=False, label="Question", help_text="to declare whom its answers may serve"
    )
    reviewer = forms.ChoiceField(required=False, label="Objection of")
    reason = forms.CharField(widget=forms.Textarea(LONG))

    def field_of_subject(self) -> str:
        """The field that says what a proposal of this kind is about."""
        kind = DecisionKind(self.cleaned_data["kind"])
        if kind in (DecisionKind.DISCOUNT, DecisionKind.RESTORE):
            return "statement"
        if kind is DecisionKind.DECLARE_INTEREST and self.cleaned_data["source"]:
            return "interest" if not self.cleaned_data["interest"] else "source"
        if kind is DecisionKind.DECLARE_DETAIL_INTEREST and self.cleaned_data["source"]:
            return "detail"
        if kind is DecisionKind.PUBLISH_PRIVATE:
            return "kind"
        return "reviewer" if kind is DecisionKind.CLOSE_DISPUTE else "source"

    def subject(self) -> dict[str, str]:
        """What the proposal is about, as `decisions.propose` takes it; the services check it."""
        given = self.cleaned_data
        kind = DecisionKind(given["kind"])
        if kind in (DecisionKind.DISCOUNT, DecisionKind.RESTORE):
            what, _, ref = given["statement"].partition(" ")
            return {"kind": what, "ref": ref}
        if kind is DecisionKind.DECLARE_INTEREST:
            return {"source": given["source"], "interest": given["interest"]}
        if kind is DecisionKind.DECLARE_AUTHORITY:
            return {"source": given["source"]}
        if kind is DecisionKind.DECLARE_DETAIL_INTEREST:
            return {"detail": given["detail"], "source": given["source"]}
        return {"reviewer": given["reviewer"]} if kind is DecisionKind.CLOSE_DISPUTE else {}


class PassageForm(DeskForm):
    """Where it stands. The few fields that are mostly needed come first."""

    document = forms.CharField(
        label="Document", help_text="title, address or id", widget=suggested("document")
    )
    quote = forms.CharField(required=False, widget=forms.Textarea({"rows": 2}))
    attestation = forms.ChoiceField(
        choices=choices(Attestation), initial=Attestation.PARAPHRASE.value
    )
    publisher = forms.CharField(
        required=False, label="Publisher, if the document is new", widget=suggested("source")
    )
    text = forms.CharField(
        required=False,
        label="Text of the document, to be kept",
        help_text="paste it, and the quote is found in it",
        widget=forms.Textarea({"rows": 2}),
    )
    via = forms.CharField(
        required=False,
        label="Relayed by",
        help_text="nearest the speaker first, separated by semicolons; without the publisher",
        widget=suggested("source"),
    )
    via_kind = forms.ChoiceField(required=False, choices=NEW, label="Relays are")
    published = moment("Published")
    language = forms.CharField(required=False, help_text="BCP 47, like ja")
    translation = forms.CharField(required=False, widget=forms.Textarea({"rows": 2}))
    read_as = forms.ChoiceField(
        required=False,
        choices=[("", "as the speaker"), *choices(Stance)],
        label="Stance as read here",
    )

    MORE: tuple[str, ...] = ("via_kind", "published", "language", "translation", "read_as")

    def passage(self) -> PassageInput:
        given = self.cleaned_data
        return PassageInput(
            document=given["document"],
            publisher=given["publisher"],
            published=given["published"],
            text=given["text"],
            via_kind=given["via_kind"],
            via=[name.strip() for name in given["via"].split(";") if name.strip()],
            attestation=given["attestation"],
            stance=given["read_as"],
            quote=given["quote"],
            language=given["language"],
            translation=given["translation"],
        )


class StatementForm(PassageForm):
    speaker = forms.CharField(widget=suggested("source"))
    speaker_kind = forms.ChoiceField(required=False, choices=NEW, label="Speaker is")
    cue = forms.CharField(required=False, help_text="the verb of saying, as it stands")
    said_at = moment("Said")
    holder = forms.CharField(required=False, label="Holder of the office")
    naming = forms.ChoiceField(
        required=False, choices=[("", "as what the speaker is"), *choices(Naming)]
    )
    ground_rules = forms.ChoiceField(
        choices=choices(GroundRules), initial=GroundRules.ON_RECORD.value
    )
    basis = forms.ChoiceField(
        required=False,
        choices=[("", "asked where it matters"), *choices(Basis)],
        label="How they know",
    )
    evidence_key = forms.CharField(
        required=False, label="Evidence", help_text="statements with one key are one origin"
    )
    note = forms.CharField(required=False, widget=forms.Textarea({"rows": 2}))

    OWN: tuple[str, ...] = ()
    COLUMNS = (
        "cue", "said_at", "holder", "naming", "ground_rules", "basis", "evidence_key", "note",
    )  # fmt: skip
    MORE = (*PassageForm.MORE, "holder", "naming", "ground_rules", "basis", "evidence_key", "note")

    def statement(self) -> StatementInput:
        given = self.cleaned_data
        columns = {name: given[name] for name in (*self.OWN, *self.COLUMNS)}
        return StatementInput(given["speaker"], given["speaker_kind"], columns)


class AttributionForm(StatementForm):
    stance = forms.ChoiceField(choices=choices(Stance))
    OWN = ("stance",)
    field_order = (
        "speaker", "speaker_kind", "stance", "cue", "said_at", "document", "publisher", "text",
        "quote", "attestation", "via",
    )  # fmt: skip


class AnswerForm(StatementForm):
    detail = forms.ChoiceField(label="Question")
    knowledge = forms.ChoiceField(choices=choices(Knowledge))
    answer = forms.CharField(required=False, help_text="like “about 700 km”, if it is a value")
    OWN = ("knowledge",)
    field_order = (
        "detail", "knowledge", "answer", "speaker", "speaker_kind", "cue", "said_at", "document",
        "publisher", "text", "quote", "attestation", "via",
    )  # fmt: skip


class PassageRetractionForm(DeskForm):
    passage = forms.ChoiceField(label="Passage")
    why = forms.CharField(
        widget=forms.Textarea({"rows": 2}), help_text="where the outlet took it back"
    )


class SightingForm(PassageForm):
    statement = forms.ChoiceField(label="Statement")
    field_order = (
        "statement", "document", "publisher", "text", "quote", "attestation", "via",
    )  # fmt: skip


class QuestionForm(DeskForm):
    question = forms.CharField(max_length=500)
    type = forms.ChoiceField(choices=choices(DetailType), initial=DetailType.QUANTITY.value)
    unit = forms.CharField(initial="1", help_text="UCUM, like km; leave 1 for a count")
    indirect = forms.CharField(
        required=False,
        max_length=500,
        label="Inside a sentence",
        help_text="like “how far the missile flew”; empty: proposed from the question",
    )
    cumulative = forms.BooleanField(required=False, label="a running total, such as a toll")
    varying = forms.BooleanField(
        required=False, label="a level that goes up and down, such as people missing"
    )
    tolerance = forms.FloatField(
        required=False,
        min_value=0,
        label="Tolerance",
        help_text="answers no further apart agree; in the unit, of an instant in minutes",
    )


class ClaimForm(forms.ModelForm):
    """A new claim: one sentence. Its id is made from its words."""

    event = EventField()
    kind = forms.ChoiceField(choices=choices(ClaimKind), initial=ClaimKind.OCCURRENCE.value)
    checkability = forms.ChoiceField(
        choices=choices(Checkability), initial=Checkability.CHECKABLE.value
    )

    class Meta:
        model = Claim
        fields = (
            "text", "clause", "clause_past", "language", "event", "kind", "checkability",
            "volatile", "review_by",
        )  # fmt: skip
        widgets = {
            "text": forms.Textarea({"rows": 3, "autofocus": True}),
            "review_by": forms.DateTimeInput({"type": "datetime-local", "step": "any"}),
        }
        labels = {"clause": "They say that …", "clause_past": "They said that …"}
        help_texts = {
            "text": "one atomic, unhedged, dated sentence, with no speaker in it",
            "clause": "inside a sentence; empty: proposed from its words, and shown on the desk",
            "clause_past": "the same in the past; empty: proposed",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)


class QueueFilter(forms.Form):
    """What of the queue is shown. Every state of it is an address."""

    SHOW = [
        ("", "what waits"),
        ("mine", "mine"),
        ("second", "waiting for a second person"),
        ("draft", "my drafts"),
        ("all", "everything"),
    ]
    AGES = [("", "any age"), ("1", "over a day"), ("3", "over 3 days"), ("7", "over a week")]

    show = forms.ChoiceField(required=False, choices=SHOW)
    event = EventField(empty_label="any event")
    status = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "any state"), *((state.value, state.label) for state in State)],
    )
    assignee = forms.ChoiceField(required=False)
    age = forms.ChoiceField(required=False, choices=AGES)
    q = forms.CharField(
        required=False, label="Search", widget=forms.TextInput({"type": "search"}), max_length=200
    )

    def __init__(self, *args: Any, statuses: Any, reviewers: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", "any status"), *statuses]  # type: ignore[attr-defined]
        self.fields["assignee"].choices = [("", "anybody"), *((r, r) for r in reviewers)]  # type: ignore[attr-defined]


class NoticesForm(DeskForm):
    wanted = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.meaning) for kind in NoticeKind],
        label="Tell me when",
    )
