"""核对表单: what is asked of one tenant and of one empty room; nothing that is known already."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.collection.answering import RoomSaid, TenantSaid, is_gone
from louyu.journey.collection.models import Verdict
from louyu.registers.occupancy.forms import MOST_PEOPLE, NOT_A_HEADCOUNT
from louyu.registers.occupancy.models import EndReason, Occupancy, Vacancy, VacancyState

ANSWERS = (Verdict.STAYS, Verdict.LEFT, Verdict.CHANGED)
THIS_MONTH, MONTH_BEFORE, OTHER_DAY = "this", "before", "day"
STOPPED, UNKNOWN = "停业注销", "不清楚"
PLACES = ("区内其他楼", "搬出本区", STOPPED, UNKNOWN)
# Why a tenant leaves is asked beside where to; what follows from that is not asked again.
REASONS = (
    EndReason.UNKNOWN,
    EndReason.LEASE_END,
    EndReason.EXPANSION,
    EndReason.COST,
    EndReason.SERVICE,
    EndReason.OTHER,
)
STARS = (5, 4, 3, 2, 1)
NOT_A_DAY = "日期请写成 2026-09-30 的样子。"
MOST_HANDED_IN = 1_000_000
CORRECTED, MOVED_ON = "correction", "update"
MOST_OFTEN = {"when": THIS_MONTH, "to": UNKNOWN, "reason": EndReason.UNKNOWN, "how": MOVED_ON}


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, error_messages={"invalid": NOT_A_DAY})


class TenantForm(forms.Form):
    """One stay. `said` is None as long as nothing was chosen."""

    verdict = forms.ChoiceField(choices=[(v.value, v.label) for v in ANSWERS], required=False)
    # Their words name the month: a late page is not about the month it is opened in.
    when = forms.ChoiceField(required=False)
    day = _day("最后在驻日期")
    to = forms.ChoiceField(choices=[(place, place) for place in PLACES], required=False)
    reason = forms.ChoiceField(choices=[(r.value, r.label) for r in REASONS], required=False)
    satisfaction = forms.TypedChoiceField(
        choices=[("", ""), *((s, s) for s in STARS)], required=False, coerce=int, empty_value=None
    )
    how = forms.ChoiceField(
        choices=[(MOVED_ON, "情况变了"), (CORRECTED, "原来登记有误")], required=False
    )
    headcount = forms.IntegerField(
        label="从业人数",
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=NOT_A_HEADCOUNT,
    )
    lease_expiry = _day("新的租约到期日")
    words = forms.CharField(label="其他变化", max_length=200, required=False)

    def __init__(
        self,
        typed: Any = None,
        *,
        stay: Occupancy,
        month: Period,
        before: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(typed, prefix=f"t-{stay.pk}", initial=MOST_OFTEN | (before or {}))
        self.stay, self.month = stay, month
        when: Any = self.fields["when"]
        when.choices = [
            (THIS_MONTH, f"{month.last.month} 月"),
            (MONTH_BEFORE, f"{month.previous.last.month} 月"),
            (OTHER_DAY, "选日期"),
        ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("verdict") == Verdict.LEFT:
            self._check_departure(told)
        elif told.get("verdict") == Verdict.CHANGED:
            changed = ("headcount", "lease_expiry", "words")
            if not self.errors and all(told.get(name) in (None, "") for name in changed):
                self.add_error("words", "请写明哪里变了；没有变化的请选“还在”。")
        return told

    def _check_departure(self, told: dict[str, Any]) -> None:
        if told.get("when") == OTHER_DAY and not told.get("day"):
            if "day" not in self.errors:
                self.add_error("day", "请选最后在驻的日期。")
            return
        day = self._last_day(told)
        if day is not None and day > timezone.localdate():
            self.add_error("day", "还没有到这一天，请在搬走之后登记。")
        if day is not None and day < self.stay.start:
            self.add_error(
                "day", f"这家企业 {self.stay.start:%Y-%m-%d} 才入驻，请核对；登记有误的写在说明里。"
            )

    def _last_day(self, told: dict[str, Any]) -> date | None:
        """Of a month alone its last day, of the present one today."""
        if told.get("when") == OTHER_DAY:
            return told.get("day")
        month = self.month.previous if told.get("when") == MONTH_BEFORE else self.month
        return min(month.last, timezone.localdate())

    @property
    def said(self) -> TenantSaid | None:
        told = self.cleaned_data
        verdict = told["verdict"]
        if not verdict:
            return None
        if verdict == Verdict.LEFT:
            reason = EndReason.CLOSED if told["to"] == STOPPED else told["reason"]
            return TenantSaid(
                self.stay,
                Verdict.LEFT,
                day=self._last_day(told),
                end_reason=reason or EndReason.UNKNOWN,
                destination=told["to"] if told["to"] in PLACES[:2] else "",
                satisfaction=told["satisfaction"],
                words=told["words"],
            )
        if verdict == Verdict.CHANGED:
            return TenantSaid(
                self.stay,
                Verdict.CHANGED,
                headcount=told["headcount"],
                lease_expiry=told["lease_expiry"],
                is_correction=told["how"] == CORRECTED,
                words=told["words"],
            )
        return TenantSaid(self.stay, Verdict.STAYS, is_correction=is_gone(self.stay))


class RoomForm(forms.Form):
    state = forms.ChoiceField(choices=VacancyState, required=False)

    def __init__(self, typed: Any = None, *, vacancy: Vacancy, before: dict[str, Any]) -> None:
        super().__init__(typed, prefix=f"u-{vacancy.unit_id}", initial=before)
        self.vacancy = vacancy

    @property
    def said(self) -> RoomSaid | None:
        state = self.cleaned_data["state"]
        if not state:
            return None
        same = state == self.vacancy.state
        since = self.vacancy.start if same else timezone.localdate()
        return RoomSaid(self.vacancy.unit_id, state, since)


class HandInForm(forms.Form):
    """The whole page: one key, the version it was made from, and the signed rest."""

    key = forms.UUIDField()
    base = forms.IntegerField(min_value=0, max_value=MOST_HANDED_IN)
    rest = forms.BooleanField(required=False)
    words = forms.CharField(max_length=500, required=False)
