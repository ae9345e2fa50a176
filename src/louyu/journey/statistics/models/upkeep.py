"""维护月度事实: a building that the monthly round listed, and what became of its month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from louyu.journey.collection.models import DutyState
from louyu.journey.statistics import triggers
from louyu.journey.statistics.models.months import IS_MONTH, MonthFact


class DutyMonth(MonthFact):
    """`place` is whom the building was due from when the month opened, whoever manages it now.

    On time is the handing-in that stands, as on the desk of whoever looks at it: the last one.
    """

    state = models.CharField("状态", max_length=20, choices=DutyState)
    # What an indicator counts is a yes-no column.
    due = models.BooleanField("应报")
    handed_in = models.BooleanField("已报送")
    on_time = models.BooleanField("按时")
    looked_at = models.BooleanField("已看过")
    passed_first = models.BooleanField("一次通过")
    accepted = models.BooleanField("已核实")
    first_on = models.DateField("首次报送", null=True)
    handed_on = models.DateField("最近报送", null=True)
    accepted_on = models.DateField("核实日期", null=True)
    returns = models.PositiveIntegerField("退回次数")
    # Fields that should be filled of tenants and rooms at the month's end, and those that are.
    required_fields = models.PositiveIntegerField("应填项")
    filled_fields = models.PositiveIntegerField("已填项")
    # Records drawn by lot that somebody has been to see, and those that were as told.
    sampled = models.PositiveIntegerField("抽查记录", default=0)
    found_right = models.PositiveIntegerField("与现场一致", default=0)

    class Meta:
        verbose_name = "楼宇维护月度"
        triggers = triggers.frozen_with_their_month("duty_month")
        constraints = [
            models.UniqueConstraint(fields=["period", "building"], name="duty_month_once"),
            models.CheckConstraint(condition=IS_MONTH, name="duty_month_is_a_month"),
            # Every numerator is a part of its denominator: no rate passes 100 %.
            models.CheckConstraint(
                condition=(Q(handed_in=False) | Q(due=True))
                & (Q(on_time=False) | Q(handed_in=True))
                & (Q(accepted=False) | Q(handed_in=True))
                & (Q(passed_first=False) | Q(accepted=True, looked_at=True)),
                name="duty_month_states_follow",
            ),
            models.CheckConstraint(
                condition=Q(filled_fields__lte=F("required_fields")),
                name="duty_month_filled_within_required",
            ),
            models.CheckConstraint(
                condition=Q(found_right__lte=F("sampled")), name="duty_month_right_within_sampled"
            ),
        ]
        indexes = [models.Index(fields=["period", "place"], name="duty_month_by_place")]
