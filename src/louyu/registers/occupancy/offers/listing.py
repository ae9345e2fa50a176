"""招商增列: where each offer stands today, and whether anybody verified it."""

from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone

from louyu.kernel.resource import Kind
from louyu.kernel.resource.listing import Band, Extra, Listing
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.offers.standing import SOON, Standing, with_standing


def offer_figures(rows: Any, actor: Actor) -> Any:
    unverified = Q(verified_on=None, withdrawn_on=None)
    return with_standing(rows, timezone.localdate()).annotate(
        trust=Case(
            When(unverified, then=Value("unverified")),
            When(verified_on__isnull=False, then=Value("verified")),
            output_field=CharField(),
        )
    )


OFFERS = Listing(
    extras=(
        Extra(
            "standing",
            "今日状态",
            Kind.CHOICE,
            bands=tuple(Band(one.value, str(one.label), Q(standing=one)) for one in Standing),
        ),
        Extra(
            "trust",
            "核实",
            Kind.CHOICE,
            bands=(
                Band("unverified", "待核实", Q(trust="unverified")),
                Band("verified", "已核实", Q(trust="verified")),
            ),
        ),
    ),
    annotate=offer_figures,
    basis="今日状态按房源的在驻和空置记录判定："
    f"空置的为招商中，现租约 {SOON.days} 天内到期的为即将空出；已不空置的不在公开页显示，等待下架",
)
