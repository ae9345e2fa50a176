"""抽查: which records of a month are looked at on the spot, drawn by lot and kept with the lot."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from louyu.journey.collection.models import Cycle, DutyState, Submission, TenantAnswer, Verdict
from louyu.journey.collection.telling import TENANT_CHANGED
from louyu.journey.verification.models import Sample, SampledStay
from louyu.kernel.editing.sentences import broken_rule
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place

EVERY_RECORD = "the lot is drawn over every record of the street's month"
# Somebody who tells of a change is drawn so much more often than who stayed as before.
CHANGE_WEIGHS, MOST_MONTHS = 4, 12
SEEDS = 2**31


class SampleRefused(Exception):
    """It cannot be drawn or written; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Seen:
    """What was found of one record."""

    is_right: bool
    found: str = ""


def weighted_lot(weights: Mapping[int, int], wanted: int, seed: int) -> list[int]:
    """`wanted` of the keys without replacement, each as likely as its weight; by key.

    Efraimidis and Spirakis (2006): the largest u^(1/w), u uniform and drawn in key order.
    """
    random = Random(seed)
    lots = {key: math.log(1 - random.random()) / weights[key] for key in sorted(weights)}
    return sorted(sorted(lots, key=lambda key: (-lots[key], key))[:wanted])


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


def draw(*, cycle: Cycle, place: Place, wanted: int, seed: int, actor: Actor) -> Sample:
    """Once a month and street; of what was handed in and stands."""
    weights = weights_of(cycle, place, timezone.localdate())
    if not weights:
        raise SampleRefused("这个月还没有可抽查的记录，请在联络员提交之后再抽。")
    chosen = weighted_lot(weights, wanted, seed)
    with transaction.atomic(), acting(actor, "sample_drawn"):
        sample, is_new = Sample.objects.unscoped(EVERY_RECORD).get_or_create(
            cycle=cycle,
            place=place,
            defaults={"seed": seed, "out_of": len(weights), "by_words": actor.name},
        )
        if not is_new:
            raise SampleRefused("这个月已经抽过，不能重抽；请在原来的名单上核实。")
        SampledStay.objects.bulk_create(
            SampledStay(sample=sample, answer_id=answer, weight=weights[answer])
            for answer in chosen
        )
    return sample


def weights_of(cycle: Cycle, place: Place, day: date) -> dict[int, int]:
    """Answer → weight: told changes, and months since the tenant was last looked at."""
    seen = SampledStay.objects.unscoped(EVERY_RECORD).filter(
        answer__occupancy=OuterRef("occupancy"), seen_on__isnull=False
    )
    last = seen.order_by().values("answer__occupancy").annotate(day=Max("seen_on")).values("day")
    rows: Any = _records(cycle, place).annotate(
        changed=Exists(_records(cycle, place).filter(TENANT_CHANGED, pk=OuterRef("pk"))), last=last
    )
    return {
        pk: (CHANGE_WEIGHS if changed else 1) * (1 + _months(last_day, day))
        for pk, changed, last_day in rows.values_list("pk", "changed", "last")
    }


def _records(cycle: Cycle, place: Place) -> QuerySet[TenantAnswer]:
    """What the last handing-in of each building says of who is there."""
    of_month = _latest(cycle, place)
    rows = TenantAnswer.objects.unscoped(EVERY_RECORD).filter(submission__in=of_month)
    return rows.exclude(verdict=Verdict.LEFT).order_by()


def _latest(cycle: Cycle, place: Place) -> QuerySet[Any]:
    later = Submission.objects.unscoped(EVERY_RECORD).filter(
        duty=OuterRef("duty"), number__gt=OuterRef("number")
    )
    rows = Submission.objects.unscoped(EVERY_RECORD).filter(
        ~Exists(later),
        duty__cycle=cycle,
        duty__place=place,
        duty__state__in=(DutyState.SUBMITTED, DutyState.ACCEPTED),
    )
    return rows.order_by().values("pk")


def _months(last: date | None, day: date) -> int:
    if last is None:
        return MOST_MONTHS
    return min(MOST_MONTHS, max(0, (day.year - last.year) * 12 + day.month - last.month))


def write_down(*, sample: Sample, seen: Mapping[int, Seen], actor: Actor) -> int:
    """What was found of some of the records, all or none; told anew it is what counts."""
    with transaction.atomic(), acting(actor, "sample_looked_at"):
        rows = sample.drawn_records.filter(pk__in=seen).select_for_update()
        found = {row.pk: row for row in rows}
        if len(found) < len(seen):
            raise SampleRefused("名单已变，请刷新页面后重填。")
        for pk, one in seen.items():
            row = found[pk]
            row.is_right, row.found = one.is_right, one.found
            row.seen_on, row.by_id, row.by_words = timezone.localdate(), actor.user_id, actor.name
        try:
            with transaction.atomic():
                fields = ["is_right", "found", "seen_on", "by", "by_words"]
                SampledStay.objects.bulk_update(found.values(), fields)
        except IntegrityError as error:
            raise SampleRefused(_why(error)) from None
    return len(found)


def _why(error: IntegrityError) -> str:
    if broken_rule(error) == "sampled_nobody_looks_at_their_own":
        return "其中有您自己提交的记录，请由另一人到现场核实。"
    if broken_rule(error) == "sampled_wrong_says_how":
        return "与现场不一致的，请写明现场情况。"
    raise error
