"""The intake in the admin: a document comes in, is read, and its drafts are decided on one by one.

Nothing is decided here: what is pressed or typed goes to one service, and its refusal comes back to
the same page.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.domain.quoting import place_of
from claims.intake.forms import ArrivalForm, DraftForm, SelectionForm
from claims.intake.models import Draft
from claims.intake.selectors import drafts as shown
from claims.intake.services import ingest, steps
from claims.intake.services.pages import extract
from claims.models import Claim
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.admin import Newsroom
from sources.foundation.domain.roles import Action, Channel
from sources.foundation.permissions import (
    Actor,
    Refused,
    actor_of,
    enforce,
    may_see_internal,
    may_user,
)
from sources.models import Document, Snapshot

PAGE = 25
Step = Callable[[Draft, HttpRequest, Actor], Draft | None]


@admin.register(Draft)
class IntakeAdmin(Newsroom, admin.ModelAdmin):
    """Documents with drafts are its list; one document with its drafts is its page."""

    actions = None

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return super().get_model_perms(request) | {"add": self.has_add_permission(request)}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_user(request.user, Action.READ_DOCUMENT))

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.list_view), name="claims_draft_changelist"),
            path("add/", wrap(self.arrival_view), name="claims_draft_add"),
            path("<int:pk>/change/", wrap(self.document_view), name="claims_draft_change"),
            path("<int:pk>/read/", wrap(require_POST(self.read_view)), name="claims_draft_read"),
            path("<int:pk>/start/", wrap(require_POST(self.start_view)), name="claims_draft_start"),
            path(
                "<int:pk>/<slug:step>/",
                wrap(require_POST(self.step_view)),
                name="claims_draft_step",
            ),
        ]

    # Reading

    def list_view(self, request: HttpRequest) -> HttpResponse:
        enforce(may_see_internal(request.user))
        page = Paginator(shown.waiting(), PAGE).get_page(request.GET.get("page"))
        return self._page(request, "intake_list.html", "Intake", {"page": page, "query": "?"})

    def arrival_view(self, request: HttpRequest) -> HttpResponse:
        """A document that is pasted, uploaded or fetched."""
        enforce(may_see_internal(request.user))
        form = ArrivalForm(request.POST or None, request.FILES or None)
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    snapshot = _arrive(form.cleaned_data, actor_of(request.user, Channel.ADMIN))
                    return HttpResponseRedirect(_address(snapshot))
                except ValidationError as error:
                    form.take(error)
                except Refused as error:
                    form.add_error(None, str(error))
                    status = 403
        return self._page(
            request, "intake_new.html", "Read a document", {"form": form}, status=status
        )

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._document(request, self._snapshot(request, pk))

    # Doing

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read a snapshot that came in another way than through the intake."""
        snapshot = self._snapshot(request, pk)

        def read(by: Actor) -> None:
            steps.read_for_drafts(snapshot, by=by, at=timezone.now())

        return self._carry_out(request, snapshot, read)

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A draft of the words that were selected."""
        snapshot = self._snapshot(request, pk)
        return self._carry_out(
            request,
            snapshot,
            lambda by: steps.start(
                snapshot=snapshot, **_selected(snapshot, request), by=by, at=timezone.now()
            ),
        )

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """One step of a draft."""
        draft = Draft.objects.select_related("snapshot__document__publisher").filter(pk=pk).first()
        todo = _STEPS.get(step)
        enforce(may_see_internal(request.user))
        if draft is None or todo is None:
            raise Http404
        form = DraftForm(request.POST) if step == "mend" else None
        if form is not None and not form.is_valid():
            return self._document(request, draft.snapshot, {draft.pk: form}, status=400)
        return self._carry_out(
            request, draft.snapshot, lambda by: todo(draft, request, by), draft=draft, form=form
        )

    def _carry_out(
        self,
        request: HttpRequest,
        snapshot: Snapshot,
        write_action: Callable[[Actor], Draft | None],
        *,
        draft: Draft | None = None,
        form: DraftForm | None = None,
    ) -> HttpResponse:
        """Do it and go on to what waits next; or show the page with the refusal."""
        try:
            made = write_action(actor_of(request.user, Channel.ADMIN))
            return HttpResponseRedirect(f"{_address(snapshot)}#{_next(snapshot, draft, made)}")
        except ValidationError as error:
            status = 400
            if form is not None and draft is not None:
                form.take(error)
                return self._document(request, snapshot, {draft.pk: form}, status=400)
            said = " ".join(error.messages)
        except IntegrityError:
            said, status = "Somebody else did the same at this moment. Look, and try again.", 409
        except Refused as error:
            said, status = str(error), 403
        messages.error(request, said)
        return self._document(request, snapshot, status=status, faulty=draft)

    # Showing

    def _snapshot(self, request: HttpRequest, pk: int) -> Snapshot:
        enforce(may_see_internal(request.user))
        found = Snapshot.objects.select_related("document__publisher", "captured_by").filter(pk=pk)
        snapshot = found.first()
        if snapshot is None:
            raise Http404
        return snapshot

    def _document(
        self,
        request: HttpRequest,
        snapshot: Snapshot,
        bound: dict[int, DraftForm] | None = None,
        *,
        status: int = 200,
        faulty: Draft | None = None,
    ) -> HttpResponse:
        copied = shown.copied_from(snapshot)
        rows = shown.rows_of(snapshot, copied=copied)
        forms = bound or {}
        context = {
            "snapshot": snapshot,
            "document": snapshot.document,
            "rows": [
                (row, forms.get(row.draft.pk) or DraftForm.of(row.shape), row.draft.pk in forms)
                for row in rows
            ],
            "pieces": shown.pieces_of(snapshot.text, rows),
            "waits": sum(1 for row in rows if row.waits),
            "alterations": shown.alterations(snapshot.document),
            "copied": copied,
            "snapshots": snapshot.document.snapshots.defer("text").order_by("-captured_at"),
            "may": may_user(request.user, Action.READ_DOCUMENT),
            "faulty": faulty,
        }
        return self._page(request, "intake.html", str(snapshot.document), context, status=status)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            **context,
        }
        return TemplateResponse(request, f"claims/{template}", page, status=status)


def _arrive(given: dict[str, Any], by: Actor) -> Snapshot:
    """Take in what the form holds, in whichever of the three ways."""
    at = timezone.now()
    url, body = given["url"], None
    if given["file"] is not None:
        body = given["file"].read()
        how = CaptureMethod.UPLOADED
        page = extract(body, media_type=given["file"].content_type or "", name=given["file"].name)
    elif given["text"].strip():
        how, page = CaptureMethod.PASTED, ingest.pasted(given["text"])
    else:
        how = CaptureMethod.FETCHED
        url, body, page = ingest.fetched(given["url"], by=by)
    where = steps.DocumentInput(given["publisher"], given["title"], url, given["published"])
    return steps.take_in(page=page, where=where, how=how, by=by, at=at, body=body)


def _selected(snapshot: Snapshot, request: HttpRequest) -> dict[str, int]:
    """The selected words as `first` and `last`, checked against what they are said to be."""
    form = SelectionForm(request.POST)
    if not form.is_valid():
        raise ValidationError("Select words in the text first.")
    given = form.cleaned_data
    first, last, exact = given["start"], given["end"], given["exact"].replace("\r\n", "\n")
    if exact and snapshot.text[first:last] != exact:
        if len(exact) > steps.LONGEST_SELECTION:
            raise ValidationError("The selected words do not stand in the text.")
        place = place_of(exact, snapshot.text)
        if place is None:
            raise ValidationError("The selected words do not stand in the text.")
        first, last = place["start"], place["end"]
    return {"first": first, "last": last}


def _accept(draft: Draft, request: HttpRequest, by: Actor) -> Draft | None:
    claim = None
    chosen = (_typed(request, "merge") or _typed(request, "claim")).strip()
    if chosen:
        found = Claim.objects.visible_to(request.user)
        claim = found.filter(pk=int(chosen)).first() if _is_key(chosen) else None
        claim = claim or found.filter(ref=chosen).first()
        if claim is None:
            raise ValidationError(f"There is no claim {chosen[:60]}.")
    keys = [int(each) for each in request.POST.getlist("relays") if _is_key(each)]
    relays = list(Document.objects.filter(pk__in=keys[:20]))
    seen = _typed(request, "seen")
    steps.accept(draft=draft, claim=claim, relays=relays, seen=seen, by=by, at=timezone.now())
    messages.success(request, f"On record: {draft.claim}")
    return None


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed there; NUL is no text."""
    return request.POST.get(name, "").replace("\0", "")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _mend(draft: Draft, request: HttpRequest, by: Actor) -> Draft | None:
    form = DraftForm(request.POST)
    form.is_valid()
    changes = form.changes(steps.shape_in(draft))
    seen = _typed(request, "seen")
    return steps.mend(draft=draft, changes=changes, seen=seen, by=by, at=timezone.now())


def _split(draft: Draft, request: HttpRequest, by: Actor) -> Draft | None:
    place = _selected(draft.snapshot, request)["first"]
    first, _ = steps.split(draft=draft, place=place, by=by, at=timezone.now())
    return first


def _join(draft: Draft, request: HttpRequest, by: Actor) -> Draft | None:
    """With the draft before it."""
    before = (
        Draft.objects.filter(snapshot=draft.snapshot, state="waiting")
        .filter(start__lte=draft.start)
        .exclude(pk=draft.pk)
        .order_by("-start", "-pk")
        .first()
    )
    if before is None:
        raise ValidationError("No draft that waits stands before this one.")
    return steps.join(draft=before, other=draft, by=by, at=timezone.now())


def _reject(draft: Draft, request: HttpRequest, by: Actor) -> Draft | None:
    why = _typed(request, "why")
    steps.reject(draft=draft, why=why, by=by, at=timezone.now())
    return None


_STEPS: dict[str, Step] = {
    "accept": _accept,
    "mend": _mend,
    "split": _split,
    "join": _join,
    "reject": _reject,
}


def _address(snapshot: Snapshot) -> str:
    return reverse("admin:claims_draft_change", args=[snapshot.pk])


def _next(snapshot: Snapshot, draft: Draft | None, made: Draft | None) -> str:
    """Where to go on: what was made, or what waits after the draft."""
    if made is not None:
        return made.ref
    waiting = Draft.objects.filter(snapshot=snapshot, state="waiting").order_by("start", "pk")
    after = waiting.filter(start__gte=draft.start).first() if draft is not None else None
    following = after or waiting.first()
    return following.ref if following is not None else "drafts"
