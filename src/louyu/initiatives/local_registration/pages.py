"""活动页面: campaigns, how one goes, its list, who might be added."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.counting import REACHED, by_month, progress
from louyu.initiatives.local_registration.forms import CampaignForm, VisitForm
from louyu.initiatives.local_registration.models import Campaign, Entry, EntryState
from louyu.initiatives.local_registration.proposing import add, proposed
from louyu.initiatives.local_registration.scope import works_on
from louyu.initiatives.local_registration.selection import LABELS, Asked, selected, words
from louyu.initiatives.local_registration.workflow import READERS, WORKERS
from louyu.journey.matching.registrations import period_in_force
from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.history import acting
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

PER_PAGE = 50
VISITABLE = (EntryState.LISTED, EntryState.VISITED)


def must_read(actor: Actor) -> None:
    if not actor.holds(*READERS):
        raise PermissionDenied


def campaign_of(request: Request, pk: int) -> Campaign:
    must_read(request.actor)
    rows = Campaign.objects.visible_to(request.actor).select_related("place")
    return get_object_or_404(rows, pk=pk)


@login_required
def index(request: Request) -> HttpResponse:
    must_read(request.actor)
    rows: Any = Campaign.objects.visible_to(request.actor).select_related("place")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    entries: Any = Entry.objects.visible_to(request.actor).filter(
        campaign__in=[one.pk for one in page]
    )
    counted = entries.exclude(state=EntryState.REMOVED).order_by().values_list("campaign_id")
    counts = dict(counted.annotate(n=Count("pk")))
    context = {
        "page": page,
        "rows": [(one, counts.get(one.pk, 0)) for one in page],
        "today": timezone.localdate(),
        "manages": request.actor.holds(Role.OFFICE),
    }
    return render(request, "local_registration/campaigns.html", context)


class _Unfinished(Exception):
    """The form has errors: nothing was sent."""


@login_required
def edit(request: Request, pk: int | None = None) -> HttpResponse:
    """A new campaign, or another name, basis or time for one; the office's."""
    if not request.actor.holds(Role.OFFICE):
        raise PermissionDenied
    campaign = campaign_of(request, pk) if pk else None
    form = CampaignForm(request.POST or None, instance=campaign)
    if request.method == "POST":

        def act() -> str:
            # Asked inside: sent a second time, its own name is no longer free.
            if not form.is_valid():
                raise _Unfinished
            with acting(request.actor, "local_registration_campaign"):
                return str(form.save().get_absolute_url())

        try:
            link = once(act, key=request.POST.get("key", ""), actor=request.actor)
        except NotAKey as refusal:
            messages.error(request, str(refusal))
        except _Unfinished:
            pass  # the page says what is missing
        else:
            messages.success(request, "已保存。")
            return redirect(link)
    context = {"form": form, "campaign": campaign, "key": uuid4()}
    status = 422 if form.errors else 200
    return render(request, "local_registration/campaign_form.html", context, status=status)


def frame(campaign: Campaign, actor: Actor) -> dict[str, Any]:
    """What every page of a campaign shows above its own."""
    works = actor.holds(*WORKERS)
    return {
        "campaign": campaign,
        "works": works,
        "manages": actor.holds(Role.OFFICE),
        "today": timezone.localdate(),
        "now": timezone.localtime(),
    }


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    told = progress(campaign, request.actor)
    assert campaign.end is not None
    days = (campaign.end - campaign.start).days + 1
    past = min(max((timezone.localdate() - campaign.start).days + 1, 0), days)
    context = frame(campaign, request.actor) | {
        "told": told,
        "reached": REACHED,
        "cards": list(zip(REACHED, told.total, strict=True)),
        "months": by_month(campaign, request.actor),
        "registry": period_in_force(),
        "days": days,
        "past": past,
        "until": min(timezone.localdate(), campaign.end),
    }
    return render(request, "local_registration/progress.html", context)


@login_required
def firms(request: Request, pk: int) -> HttpResponse:
    campaign, asked = campaign_of(request, pk), Asked.read(request.GET)
    page: Any = Paginator(selected(campaign, asked, request.actor), PER_PAGE).get_page(
        request.GET.get("page")
    )
    mine = Entry.objects.visible_to(request.actor).filter(campaign=campaign)
    places = mine.order_by().values("building__place_id")
    context = frame(campaign, request.actor) | {
        "page": page,
        "asked": asked,
        "words": words(asked, request.actor),
        "sorts": _sorts(asked),
        "states": EntryState,
        "places": Place.objects.filter(pk__in=places).order_by("code"),
        "visitable": _visitable(page, campaign, request.actor),
        "form": VisitForm(),
        "key": uuid4(),
        "query": request.GET.urlencode(),
    }
    return render(request, "local_registration/list.html", context)


def _sorts(asked: Asked) -> list[tuple[str, str, str, str]]:
    """(name, label, where a click leads, how it is sorted now)."""
    found = []
    for name, label in LABELS.items():
        state = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
        found.append((name, label, f"-{name}" if asked.sort == name else name, state))
    return found


def _visitable(page: Any, campaign: Campaign, actor: Actor) -> set[int]:
    if not campaign.is_running or not actor.holds(*WORKERS):
        return set()
    rows = Entry.objects.visible_to(actor).filter(
        works_on(actor), pk__in=[one.pk for one in page], state__in=VISITABLE
    )
    return set(rows.values_list("pk", flat=True))


@login_required
@require_POST
def visit_many(request: Request, pk: int) -> HttpResponse:
    """已走访 for all that are ticked; the list stays as it was asked for."""
    campaign = campaign_of(request, pk)
    link = reverse("local-registration-list", args=[campaign.pk])
    back = f"{link}?{request.GET.urlencode()}" if request.GET else link
    form = VisitForm(request.POST)
    chosen = [int(one) for one in request.POST.getlist("entry") if one.isdecimal()]
    if not chosen or not form.is_valid():
        messages.warning(request, "没有登记：请先勾选企业，并填写走访日期。")
        return redirect(back)

    def act() -> str:
        told = form.cleaned_data
        done = services.visit(
            entries=_within(campaign, chosen),
            day=told["day"],
            findings=told["text"],
            actor=request.actor,
        )
        messages.success(request, f"已登记走访 {done} 家。")
        return back

    try:
        return redirect(once(act, key=request.POST.get("key", ""), actor=request.actor))
    except (TransitionRefused, NotAKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def _within(campaign: Campaign, chosen: list[int]) -> list[int]:
    """A number of another campaign's list is none of this one."""
    rows = campaign.listed_firms.filter(pk__in=chosen)
    if rows.count() < len(set(chosen)):
        raise TransitionRefused(services.GONE)
    return chosen


@login_required
def proposals(request: Request, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    if not request.actor.holds(*WORKERS):
        raise PermissionDenied
    if request.method == "POST":
        return _add(request, campaign)
    rows = proposed(campaign, request.actor)
    place, q = request.GET.get("place", ""), request.GET.get("q", "").replace("\0", "")
    places = Place.objects.filter(pk__in=rows.order_by().values("building__place_id"))
    if place.isdecimal() and len(place) < 10:
        rows = rows.filter(building__place_id=int(place))
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(building__name__icontains=word))
    ordered = rows.order_by("building__place__code", "building__name_sort", "name", "pk")
    context = frame(campaign, request.actor) | {
        "page": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
        "places": places.order_by("code"),
        "place": place,
        "q": q,
        "registry": period_in_force(),
        "key": uuid4(),
    }
    return render(request, "local_registration/proposals.html", context)


def _add(request: Request, campaign: Campaign) -> HttpResponse:
    chosen = [int(one) for one in request.POST.getlist("firm") if one.isdecimal()]
    every = request.POST.get("all") == "1"
    here = reverse("local-registration-proposals", args=[campaign.pk])
    if not chosen and not every:
        messages.warning(request, "没有列入：请先勾选企业。")
        return redirect(here)

    def act() -> str:
        done = add(campaign=campaign, enterprises=None if every else chosen, actor=request.actor)
        messages.success(request, f"已列入 {done} 家。")
        return reverse("local-registration-list", args=[campaign.pk])

    try:
        return redirect(once(act, key=request.POST.get("key", ""), actor=request.actor))
    except (TransitionRefused, NotAKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
