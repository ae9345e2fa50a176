"""待列入: firms on site that are registered elsewhere, by the latest comparison; adding them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from louyu.initiatives.local_registration.models import Act, Campaign, Entry, EntryState, Step
from louyu.initiatives.local_registration.scope import works_on
from louyu.initiatives.local_registration.workflow import WORKERS
from louyu.journey.matching.kinds import DiscrepancyKind
from louyu.journey.matching.models import Discrepancy
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.enterprises.locality import Locality, told_locality
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.places.models import Place, PlaceLevel

RULE = "who is on a list already, whoever asks"
CLOSED = "活动不在期间内，不能再列入。请核对活动的起止日期。"


def proposed(campaign: Campaign, actor: Actor) -> QuerySet[Discrepancy]:
    """One row per firm, told where it mainly sits; in the actor's own area.

    A firm on the list of another campaign that is not over is not asked twice.
    """
    rows = Discrepancy.objects.visible_to(actor).filter(
        works_on(actor), closed_on=None, enterprise__isnull=False
    )
    if campaign.place.level != PlaceLevel.DISTRICT:
        rows = rows.filter(building__place=campaign.place)
    rows = rows.filter(Q(kind=DiscrepancyKind.ELSEWHERE) | Q(pk__in=_authority_elsewhere(rows)))
    listed = Entry.objects.unscoped(RULE).filter(
        Q(campaign=campaign)
        | Q(campaign__end__gte=timezone.localdate()) & ~Q(state=EntryState.REMOVED),
        enterprise=OuterRef("enterprise"),
    )
    seated = Occupancy.objects.unscoped("where a firm mainly sits").filter(
        enterprise=OuterRef("enterprise"),
        building=OuterRef("building"),
        is_primary=True,
        during__contains=timezone.localdate(),
    )
    apart = Case(When(Exists(seated), then=Value(0)), default=Value(1), output_field=IntegerField())
    one_each = (
        rows.filter(~Exists(listed))
        .order_by("enterprise_id", apart, "pk")
        .distinct("enterprise_id")
    )
    chosen = Discrepancy.objects.visible_to(actor).filter(pk__in=one_each.values("pk"))
    return chosen.select_related("enterprise", "building__place")


def _authority_elsewhere(rows: QuerySet[Discrepancy]) -> list[int]:
    """Not found in the registry's list, and registered elsewhere by its authority's name."""
    districts = list(Place.objects.filter(level=PlaceLevel.DISTRICT).values_list("name", flat=True))
    told = rows.filter(kind=DiscrepancyKind.UNREGISTERED).order_by()
    authorities = told.values_list("pk", "enterprise__registration_authority")
    return [
        pk
        for pk, authority in authorities
        if told_locality(authority or "", "", districts) is Locality.OUTSIDE
    ]


def add(*, campaign: Campaign, enterprises: Iterable[int] | None, actor: Actor) -> int:
    """Those named of the proposed, or all of them; how many came on the list.

    Sent twice, or by two people at once, a firm is on the list once.
    """
    if not actor.holds(*WORKERS):
        raise TransitionRefused("您的岗位不能列入企业。")
    if campaign.end is None or campaign.end < timezone.localdate():
        raise TransitionRefused(CLOSED)
    today = timezone.localdate()
    with transaction.atomic(), acting(actor, "local_registration_listed"):
        # Who is first to write holds the others up: they find its rows there.
        running = Campaign.objects.unscoped("one list after the other").filter(end__gte=today)
        list(running.order_by("pk").select_for_update())
        rows = proposed(campaign, actor)
        if enterprises is not None:
            rows = rows.filter(enterprise__in=list(enterprises))
        made = Entry.objects.bulk_create(
            Entry(
                campaign=campaign,
                enterprise_id=one.enterprise_id or 0,
                building_id=one.building_id,
                words=one.words,
                listed_on=today,
            )
            for one in rows.order_by("building__name_sort", "name", "pk")
        )
        Step.objects.bulk_create(
            Step(
                entry=one,
                act=Act.LISTED,
                day=today,
                text=one.words,
                by_id=actor.user_id,
                by_words=actor.name,
            )
            for one in made
        )
    return len(made)
