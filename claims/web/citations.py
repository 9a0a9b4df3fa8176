"""Copying for a story, the register of what was printed, and the alerts about it."""

import csv
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from claims.domain.citing.formats import FORMATS
from claims.domain.oddities import defused, one_line
from claims.models import Alert, StatusRecord
from claims.selectors import register as registers
from claims.services.citation_import import COLUMNS, FaultyFile, import_citations
from claims.services.citations import acknowledge, cite, keep_story_desk
from claims.web.params import Gone, View, claim_or_404, page_params, signed_in
from claims.web.story import StoryForm, keep_story, story_of
from sources.foundation.domain.roles import Action, Channel, Role
from sources.foundation.permissions import actor_of, enforce, may_user

ON_A_PAGE = 50
BIGGEST = 2_000_000  # bytes of a file


def own(view: Any) -> View:
    return never_cache(signed_in(view))


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    there = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(
        there, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(there if ours else otherwise)


@require_POST
@own
def story(request: HttpRequest) -> HttpResponse:
    """Say which story is being written, or that it is done."""
    enforce(may_user(request.user, Action.CITE))
    back = reverse("claims:register")
    if "done" in request.POST:
        keep_story(request, None)
        return _back(request, back)
    form = StoryForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "back": request.POST.get("back", "")}
        return render(request, "claims/story.html", context, status=422)
    keep_story(request, form.cleaned_data)
    return _back(request, back)


@require_POST
@own
def copied(request: HttpRequest, ref: str) -> HttpResponse:
    """Register that the sentence of a record was copied for the story that is being written."""
    enforce(may_user(request.user, Action.CITE))
    place = story_of(request)
    if place is None:
        return _told(request, ref, "Say first which story it is for.", 409)
    look = page_params(request)
    try:
        claim = claim_or_404(ref, look)
    except Gone:
        raise Http404 from None
    number = request.POST.get("number", "")
    records = StatusRecord.objects.filter(claim=claim, audience=look.audience.value).by(look.now)
    known = number.isascii() and number.isdigit() and len(number) < 10
    record = records.filter(number=int(number)).first() if known else None
    if record is None:
        raise Http404("There is no such record of the claim.")
    try:
        row = cite(
            record=record, place=place, by=actor_of(request.user, Channel.PAGES), at=look.now
        )
    except ValidationError as error:
        return _told(request, ref, " ".join(error.messages), 422)
    return _told(request, ref, f"Registered for “{row.where}”.", 200)


def _told(request: HttpRequest, ref: str, text: str, status: int) -> HttpResponse:
    """For the script as data; for whoever has none, back on the page."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"told": text}, status=status)
    messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, text)
    chosen = request.POST.get("format", "print")
    chosen = chosen if chosen in {each.key for each in FORMATS} else "print"
    # Back to the page whose sentence it was: a record as it stood has its own.
    back = urlsplit(_back(request, reverse("claims:claim", args=[ref]))["Location"])
    query = QueryDict(back.query, mutable=True)
    query["format"] = chosen
    return HttpResponseRedirect(f"{back.path}?{query.urlencode()}#copy-{chosen}")


@require_safe
@own
def register(request: HttpRequest) -> HttpResponse:
    """Everything that was printed, and what of it has changed since."""
    desk, changed = request.GET.get("desk", "").strip(), request.GET.get("changed") == "1"
    rows = registers.printed(request.user, desk=desk, changed=changed)
    found = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    may_name = bool(may_user(request.user, Action.KEEP_STORY_DESK))
    context = {
        "page": found,
        "printed": registers.with_alerts(list(found.object_list)),
        "desks": registers.desks(request.user),
        "desk": desk,
        "changed": changed,
        "columns": COLUMNS,
        "may_cite": bool(may_user(request.user, Action.CITE)),
        "may_name_editors": may_name,
        "may_edit": registers.editors() if may_name else [],
        "kept": registers.editors_of_desks() if may_name else {},
    }
    return render(request, "claims/register.html", context)


@require_POST
@own
def take_file(request: HttpRequest) -> HttpResponse:
    """Register a spreadsheet of what was printed: all of it, or nothing and why."""
    enforce(may_user(request.user, Action.CITE))
    text, error = request.POST.get("text", ""), ""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > BIGGEST:
            error = f"The file has more than {BIGGEST:,} bytes."
        else:
            try:
                text = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as wrong:
                error = f"The file is not UTF-8: byte {wrong.start + 1} cannot be read."
    faults: list[Any] = []
    if not error and not text.strip():
        error = "Choose a file, or paste its lines."
    if not error:
        try:
            found = import_citations(
                text.replace("\x00", "\ufffd"),
                by=actor_of(request.user, Channel.PAGES),
                at=page_params(request).now,
            )
        except FaultyFile as faulty:
            faults = list(faulty.faults)
        else:
            messages.success(request, f"Registered {len(found)} of what was printed.")
            return HttpResponseRedirect(reverse("claims:register"))
    context = {"faults": faults, "error": error, "text": text, "columns": COLUMNS}
    return render(request, "claims/import.html", context, status=422)


@require_safe
@own
def corrections(request: HttpRequest) -> StreamingHttpResponse:
    """The corrections record: every alert with what was done about it."""
    writer = csv.writer(_Echo())
    user = request.user

    def lines() -> Any:
        yield writer.writerow(registers.COLUMNS)
        for row in registers.corrections(user):
            yield writer.writerow([defused(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="corrections.csv"'
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> bytes:
        return value.encode("utf-8", "replace")


@require_POST
@own
def story_desk(request: HttpRequest) -> HttpResponse:
    """Name the editor who hears of alerts of a desk that nobody acknowledges."""
    enforce(may_user(request.user, Action.KEEP_STORY_DESK))
    name = request.POST.get("desk", "").replace("\x00", "").strip()
    users = get_user_model().objects.filter(is_active=True, groups__name=Role.EDITOR.value)
    editor = users.filter(username=request.POST.get("editor", "").replace("\x00", "")).first()
    by = actor_of(request.user, Channel.PAGES)
    try:
        if editor is None and request.POST.get("editor"):
            raise ValidationError("There is no editor of that name.")
        keep_story_desk(name=name, editor=editor, by=by, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        who = editor.get_username() if editor else "every editor"
        messages.success(request, f"What waits at “{name}” reaches {who}.")
    return HttpResponseRedirect(reverse("claims:register"))


def _alert(request: HttpRequest, ref: str) -> Alert:
    rows = Alert.objects.visible_to(request.user).select_related(
        "citation__record__claim", "record__claim", "before", "acknowledgement"
    )
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404("There is no such alert.")
    return found


@require_safe
@own
def alerts(request: HttpRequest) -> HttpResponse:
    """What waits to be acknowledged."""
    desk = request.GET.get("desk", "").strip()
    context = {
        "waiting": registers.waiting(request.user, desk=desk, at=timezone.now()),
        "desks": registers.desks(request.user),
        "desk": desk,
    }
    return render(request, "claims/alerts.html", context)


@require_safe
@own
def alert(request: HttpRequest, ref: str) -> HttpResponse:
    row = _alert(request, ref)
    later = Alert.objects.visible_to(request.user).filter(
        citation__place=row.citation.place, pk__gt=row.pk
    )
    place = registers.waiting_beside(row, request.user, at=timezone.now())
    context = {"alert": row, "place": place, "later": row.acknowledged and later.exists()}
    return render(request, "claims/alert.html", context)


@require_POST
@own
def take_care(request: HttpRequest, ref: str) -> HttpResponse:
    """Acknowledge what waits for the place of an alert, by name."""
    row = _alert(request, ref)
    done = acknowledge(
        alert=row,
        note=request.POST.get("note", "").replace("\x00", "").strip()[:10_000],
        by=actor_of(request.user, Channel.PAGES),
        at=page_params(request).now,
        shown=request.POST.getlist("shown"),
    )
    if done.by == request.user.get_username():
        messages.success(request, f"Acknowledged: {one_line(row.citation.where, 150)}.")
    else:
        messages.info(request, f"{done.by} had acknowledged it already.")
    return _back(request, reverse("claims:alerts"))
