"""The desk in the admin: the queue, one page a claim, and what is done there.

Nothing is decided here: a form's values go to one service, and its refusal comes back to the same
page with the text that was typed.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
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

from claims.domain.oddities import one_line
from claims.domain.vocabulary import Status
from claims.models import Attribution, Claim
from claims.services import entering
from claims.services.statements import link_evidence
from reviews.admin import forms
from reviews.admin.desk_actions import ACTIONS
from reviews.admin.offers import allowed, form_of, forms_of
from reviews.domain.vocabulary import NoticeKind
from reviews.models import Case, MutedNotice, Notice, Proposal
from reviews.querysets import CaseQuerySet
from reviews.selectors.desk import desk_of, verdict_kinds
from reviews.selectors.history import in_words, timeline
from reviews.selectors.queue import chosen, neighbours, queue, rows, waiting_counts
from reviews.services import decisions, notices
from reviews.services.refusals import Conflict, StaleView
from sources.foundation.admin import Newsroom
from sources.foundation.domain.roles import Action, Channel
from sources.foundation.domain.shapes import is_ref
from sources.foundation.permissions import (
    Actor,
    Refused,
    actor_of,
    enforce,
    may_see_internal,
    may_user,
)

PAGE = 25


@admin.register(Case)
class CaseAdmin(Newsroom, admin.ModelAdmin):
    """The queue is its list, the desk its page."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_user(request.user, Action.RECORD_CLAIM))

    def get_queryset(self, request: HttpRequest) -> CaseQuerySet:
        return Case.objects.visible_to(request.user)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.queue_view), name="reviews_case_changelist"),
            path("add/", wrap(self.new_claim_view), name="reviews_case_add"),
            path("notices/", wrap(self.notices_view), name="reviews_case_notices"),
            path("<int:pk>/change/", wrap(self.desk_view), name="reviews_case_change"),
            path("<int:pk>/history/", wrap(self.whole_history_view), name="reviews_case_history"),
            path(
                "<int:pk>/proposal/<int:proposal>/",
                wrap(require_POST(self.answer_view)),
                name="reviews_case_proposal",
            ),
            path("<int:pk>/link/", wrap(require_POST(self.link_view)), name="reviews_case_link"),
            path(
                "<int:pk>/<slug:action>/",
                wrap(require_POST(self.action_view)),
                name="reviews_case_action",
            ),
        ]

    # Reading

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self._newsroom(request)
        now = timezone.now()
        cases, form = self._queue(request, now)
        page = Paginator(queue(cases, now), PAGE).get_page(request.GET.get("page"))
        return self._page(
            request,
            "queue.html",
            "Queue",
            {
                "rows": rows(list(page.object_list), now),
                "page": page,
                "filter": form,
                "query": _query(request),
                "counts": waiting_counts(self.get_queryset(request), request.user, now),
                "may_record": may_user(request.user, Action.RECORD_CLAIM),
            },
        )

    def desk_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._desk(request, self._claim(request, pk))

    def whole_history_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        claim = self._claim(request, pk)
        return self._page(
            request,
            "history.html",
            "History",
            {"claim": claim, "moments": timeline(claim, limit=None)},
        )

    def notices_view(self, request: HttpRequest) -> HttpResponse:
        """What this reader was told, and what they want to be told of."""
        self._newsroom(request)
        reader: Any = request.user
        if request.method == "POST":
            if "read" in request.POST:
                notices.read(reader, at=timezone.now())
            else:
                wanted = set(request.POST.getlist("wanted"))
                notices.mute(reader, [each for each in NoticeKind if each.value not in wanted])
                messages.success(request, "Kept.")
            return HttpResponseRedirect(request.path)
        muted = set(MutedNotice.objects.filter(reader=reader).values_list("kind", flat=True))
        wanted = {each.value for each in NoticeKind} - muted
        told = Notice.objects.filter(reader=reader).select_related("claim")
        page = Paginator(told, 50).get_page(request.GET.get("page"))
        form = forms.NoticesForm(initial={"wanted": sorted(wanted)})
        return self._page(
            request, "notices.html", "Notices", {"page": page, "form": form, "query": "?"}
        )

    # Doing

    def new_claim_view(self, request: HttpRequest) -> HttpResponse:
        self._newsroom(request)
        form = forms.ClaimForm(request.POST or None)
        status = 200
        if request.method == "POST" and form.is_valid():
            by = actor_of(request.user, Channel.ADMIN)
            try:
                claim = entering.enter_claim(
                    claim=form.save(commit=False), by=by, at=timezone.now()
                )
                return HttpResponseRedirect(_address(claim.pk))
            except ValidationError as error:
                _put(error, form)
            except IntegrityError:
                form.add_error(None, "Somebody else did the same at this moment. Try again.")
            except Refused as error:
                form.add_error(None, str(error))
                status = 403
        return self._page(
            request, "new_claim.html", "New claim", {"form": form}, status=_status(form, status)
        )

    def action_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        claim = self._claim(request, pk)
        todo = ACTIONS.get(action)
        if todo is None:
            raise Http404
        form = None
        if todo.form is not None:
            form = form_of(action, desk_of(claim, timezone.now()), request.POST)
        answer = may_user(request.user, todo.action)
        if not answer:
            return self._refused(request, claim, action, form, answer.reason)
        if form is not None and not form.is_valid():
            return self._desk(request, claim, {action: form}, status=400)
        return self._carry_out(
            request,
            claim,
            action,
            form,
            lambda by, at: todo.carry_out(claim, form, by, at) or todo.done,
        )

    def answer_view(self, request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
        claim = self._claim(request, pk)
        row = Proposal.objects.filter(claim=claim, pk=proposal).first()
        if row is None:
            raise Http404
        form = forms.AnswerProposalForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Second it or decline it.")
            return self._desk(request, claim, status=400)
        given = form.cleaned_data

        def carry_out(by: Actor, at: datetime) -> str:
            if given["answer"] == "decline":
                decisions.decline(proposal=row, reason=given["reason"], by=by, at=at)
                return "Declined."
            decisions.second(
                proposal=row,
                reason=given["reason"],
                fingerprint=given["fingerprint"],
                by=by,
                at=at,
            )
            return "Seconded; it has taken effect."

        typed = {"answered": row.pk, "answer_reason": given["reason"]}
        return self._carry_out(request, claim, "second", None, carry_out, typed)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Statements that probably have one origin are linked to one evidence base."""
        claim = self._claim(request, pk)
        refs = [ref for ref in request.POST.getlist("attribution") if is_ref(ref)]
        named = Attribution.objects.filter(claim=claim, ref__in=refs)

        def carry_out(by: Actor, at: datetime) -> str:
            why = "Their documents share a long passage."
            link_evidence(attributions=list(named), by=by, at=at, why=why)
            return "Linked: from now on they count as one origin."

        return self._carry_out(request, claim, "link", None, carry_out)

    def _refused(
        self, request: HttpRequest, claim: Claim, action: str, form: Any, reason: str
    ) -> HttpResponse:
        messages.error(request, reason)
        return self._desk(request, claim, {action: form} if form else {}, status=403)

    def _carry_out(
        self,
        request: HttpRequest,
        claim: Claim,
        action: str,
        form: Any,
        carry_out: Callable[[Actor, datetime], str],
        typed: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """Do it and go back to the desk; or show the desk with the refusal and what was typed."""
        actor = actor_of(request.user, Channel.ADMIN)
        bound = {action: form} if form is not None else {}
        extra: dict[str, Any] = dict(typed or {})
        try:
            messages.success(request, carry_out(actor, timezone.now()))
            return HttpResponseRedirect(_address(claim.pk))
        except StaleView as refusal:
            extra["since"] = in_words(refusal.since)
            status = _refuse(request, form, refusal, 409)
        except Conflict as refusal:
            status = _refuse(request, form, refusal, 409)
        except IntegrityError:
            again = "Somebody else did the same at this moment. Look, and try again."
            status = _refuse(request, form, ValidationError(again), 409)
        except ValidationError as refusal:
            status = _refuse(request, form, refusal, 400)
        except Refused as refusal:
            status = _refuse(request, form, ValidationError(str(refusal)), 403)
        return self._desk(request, claim, bound, status=status, extra=extra)

    # Showing

    def _newsroom(self, request: HttpRequest) -> None:
        enforce(may_see_internal(request.user))

    def _claim(self, request: HttpRequest, pk: int) -> Claim:
        self._newsroom(request)
        found = Claim.objects.visible_to(request.user).select_related("event").filter(pk=pk)
        claim = found.filter(case__isnull=False).first()
        if claim is None:
            raise Http404
        return claim

    def _queue(self, request: HttpRequest, now: datetime) -> tuple[Any, forms.QueueFilter]:
        """The cases that the address asks for."""
        cases = self.get_queryset(request)
        reviewers = forms.ReviewerForm().fields["to"].queryset  # type: ignore[attr-defined]
        form = forms.QueueFilter(
            request.GET,
            statuses=[(each.value, each.label) for each in Status],
            reviewers=[each.get_username() for each in reviewers],
        )
        given = form.cleaned_data if form.is_valid() else {}
        return chosen(cases, given, request.user.get_username(), now), form

    def _desk(
        self,
        request: HttpRequest,
        claim: Claim,
        bound: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        extra: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        now = timezone.now()
        desk = desk_of(claim, now)
        cases = self.get_queryset(request).waiting(now)
        previous, following = neighbours(cases, desk.case, now)
        beside = list(queue(cases, now)[:12])
        context = {
            "desk": desk,
            "claim": claim,
            "now": now,
            "here": _address(claim.pk),
            "beside": rows(beside, now),
            "previous": previous,
            "following": following,
            "moments": timeline(claim),
            "verdict_kinds": verdict_kinds(),
            "may": allowed(request, desk),
            "forms": forms_of(desk, bound or {}),
            "opened": set(bound or {}),
            "refused": status >= 400,
            **(extra or {}),
        }
        return self._page(request, "desk.html", one_line(str(claim), 120), context, status=status)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        reader: Any = request.user
        unread = Notice.objects.filter(reader=reader, read_at=None).count()
        shown = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "unread": unread,
            **context,
        }
        return TemplateResponse(request, f"reviews/{template}", shown, status=status)


def _address(pk: int) -> str:
    return reverse("admin:reviews_case_change", args=[pk])


def _query(request: HttpRequest) -> str:
    """The address's query without the page, ready to be added to."""
    given = request.GET.copy()
    given.pop("page", None)
    return f"?{given.urlencode()}&" if given else "?"


def _status(form: Any, status: int) -> int:
    return 400 if form.is_bound and form.errors and status == 200 else status


def _refuse(request: HttpRequest, form: Any, refusal: ValidationError, status: int) -> int:
    """Put the refusal where it is read: at the field, at the form, or above the page."""
    if form is not None:
        _put(refusal, form)
    else:
        messages.error(request, " ".join(refusal.messages))
    return status


def _put(refusal: ValidationError, form: Any) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, errors in refusal.message_dict.items():
        place = name if name in form.fields else None
        text = errors if place or name == "__all__" else [f"{name}: {each}" for each in errors]
        form.add_error(place, text)
