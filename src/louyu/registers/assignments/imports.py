"""分工导入: building, capacity, person, start; who is in office already is not overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Q

from louyu.engines.tables import ROW
from louyu.kernel.intake import Lines, Plan, ResourceImport, register
from louyu.kernel.merging import LINE
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.assignments.forms import OFFICES_OWN
from louyu.registers.assignments.models import ONLY_ONE, Assignment
from louyu.registers.assignments.services import STREETS_OWN, unfit
from louyu.registers.organizations.models import Role

TAKEN = "这项分工在这段时间已由{}担任。换人请用“交接”，或先填原分工的结束日期"
ONE_SUBJECT, ONE_ANSWERS = "楼宇和企业请填一项，也只填一项", "负责人和单位请填一项，也只填一项"
WHOLE = ("building_id", "enterprise_id", "capacity", "user_id", "organization_id", "start")
WRONG_DAYS = "结束日期早于开始日期，请核对"


@dataclass(frozen=True)
class _Held:
    """One line or stored row; `pk` empty for a line that would be new."""

    pk: int | None
    of: tuple[int, str]
    start: date
    end: date | None
    who: str

    def clashes(self, other: _Held) -> bool:
        if self.of != other.of or (self.pk is not None and self.pk == other.pk):
            return False
        before = self.end is not None and self.end < other.start
        return not before and (other.end is None or other.end >= self.start)


class AssignmentImport(ResourceImport):
    def __init__(self) -> None:
        super().__init__(resource("assignments"))

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        frame = self._with_columns(plan.standing(frame))
        for pair, reason in (
            (("building_id", "enterprise_id"), ONE_SUBJECT),
            (("user_id", "organization_id"), ONE_ANSWERS),
        ):
            both = pl.col(pair[0]).is_null() == pl.col(pair[1]).is_null()
            plan.refuse(frame.filter(both)[LINE], self.column_of(pair[0]), reason)
        plan.refuse(frame.filter(pl.col("end") < pl.col("start"))[LINE], "end", WRONG_DAYS)
        if not actor.holds(Role.OFFICE):
            others = frame.filter(~pl.col("capacity").is_in([str(one) for one in STREETS_OWN]))
            plan.refuse(others[LINE], "capacity", OFFICES_OWN.rstrip("。"))
        self._refuse_unfit(plan.standing(frame), plan)
        return frame

    def _with_columns(self, frame: pl.DataFrame) -> pl.DataFrame:
        """What is asked for below is there, whether the file has it or not."""
        names = ("building_id", "enterprise_id", "user_id", "organization_id")
        absent = [pl.lit(None, pl.Int64).alias(n) for n in names if n not in frame.columns]
        if "end" not in frame.columns:
            absent.append(pl.lit(None, pl.Date).alias("end"))
        return frame.with_columns(absent)

    def _refuse_unfit(self, frame: pl.DataFrame, plan: Plan) -> None:
        named = frame.filter(pl.col("user_id").is_not_null())
        for capacity, person in named.select("capacity", "user_id").unique().rows():
            if reason := unfit(person, capacity):
                same = (pl.col("capacity") == capacity) & (pl.col("user_id") == person)
                plan.refuse(named.filter(same)[LINE], "user", reason.rstrip("。"))

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        """The whole line is its key: who holds what, where and since when."""
        frame = plan.standing(frame)
        rows = Assignment.objects.unscoped("a key is one row's over the whole register").filter(
            Q(building__in=frame["building_id"].unique().to_list())
            | Q(enterprise__in=frame["enterprise_id"].unique().to_list())
        )
        stored = {tuple(key): pk for pk, *key in rows.values_list("pk", *WHOLE)}
        numbers = [stored.get(key) for key in frame.select(WHOLE).rows()]
        frame = frame.with_columns(id=pl.Series(numbers, dtype=pl.Int64))
        for line, first in (
            frame.select(LINE, pl.col(ROW).first().over(WHOLE))
            .filter(~pl.col(LINE).is_in(frame.unique(WHOLE, keep="first")[LINE].to_list()))
            .rows()
        ):
            plan.refuse([line], "capacity", f"与第 {first} 行重复，请只保留一行")
        single = plan.standing(frame).filter(pl.col("capacity").is_in([str(o) for o in ONLY_ONE]))
        for subject in ("building_id", "enterprise_id"):
            self._refuse_overlaps(single.filter(pl.col(subject).is_not_null()), subject, plan)
        return frame

    def _refuse_overlaps(self, frame: pl.DataFrame, subject: str, plan: Plan) -> None:
        """With what is stored, and with an earlier line of the same file."""
        rows = Assignment.objects.unscoped("one at a time is a rule over all rows").filter(
            capacity__in=ONLY_ONE, **{f"{subject}__in": frame[subject].unique().to_list()}
        )
        held = [
            _Held(row.pk, (getattr(row, subject), row.capacity), row.start, row.end, row.who)
            for row in rows.select_related("user", "organization")
        ]
        columns = (LINE, "id", subject, "capacity", "start", "end")
        for line, pk, key, capacity, start, end in frame.select(columns).rows():
            asked = _Held(pk, (key, capacity), start, end, "同一份表中的另一行")
            clash = next((one for one in held if asked.clashes(one)), None)
            if clash:
                plan.refuse([line], "capacity", TAKEN.format(clash.who))
            elif pk is None:
                held.append(asked)


register(AssignmentImport())
