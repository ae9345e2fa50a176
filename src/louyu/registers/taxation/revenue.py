"""财政收入: 一般公共预算收入 of the district by month, as the finance bureau reports it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Plan, named, new_rows
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery
from louyu.registers.deliveries.sourced import SourcedImport
from louyu.registers.organizations.models import ClearanceKind, Role
from louyu.registers.places.models import Place, PlaceLevel
from louyu.registers.taxation import columns
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.models import FiscalRevenue
from louyu.registers.taxation.months import span_of
from louyu.registers.taxation.slips import refuse_slip, usual

GAP = "只有累计数，缺少之前月份，算不出本月数，请补上之前各月"


def revenue(place: Place, first: date, last: date) -> dict[date, Decimal]:
    """Yuan by month; of two deliveries that tell a month the later one counts."""
    rows = in_force(FiscalRevenue.objects.unscoped("read by whoever sees the district's figures"))
    told = rows.filter(place=place, month__range=(first, last))
    return dict(told.order_by("delivery__period", "pk").values_list("month", "yuan"))


class RevenueImport(SourcedImport):
    """One file may tell several months up to its period: ledgers list the year."""

    key, label = "fiscal-revenue", "财政收入"
    writers = (Role.OFFICE, Role.DEPARTMENT)
    clearance = ClearanceKind.FISCAL.value
    tables = (Delivery, FiscalRevenue)

    def cleared(self, actor: Actor) -> bool:
        """The district's revenue is published: the office needs no clearance for it."""
        return actor.holds(Role.OFFICE) or super().cleared(actor)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        unit = self.source.unit if hasattr(self, "source") else ""
        place = ColumnSpec("place", "区划", Kind.TEXT, aliases=("区划代码", "区", "地区"))
        told = ("本月", "当月", "当月数", "一般公共预算收入", "本月收入")
        so_far = ("累计", "本年累计", "累计收入", "1月起累计")
        return [
            TemplateColumn(place, "不填就是本区", "370602"),
            columns.month(),
            TemplateColumn(columns.amount("yuan", "本月数", unit, *told), "", "123456.78"),
            TemplateColumn(columns.amount("so_far", "累计数", unit, *so_far), "没有本月数时填"),
        ]

    def read(self, frame: pl.DataFrame, plan: Plan) -> None:
        for name in ("place", "month", "yuan", "so_far"):
            if name not in frame.columns:
                kind = pl.Decimal(38, 2) if name in {"yuan", "so_far"} else pl.String
                frame = frame.with_columns(pl.lit(None, kind).alias(name))
        frame = plan.standing(self._with_months(self._with_places(frame, plan), plan))
        rows = plan.standing(self._with_yuan(frame, plan))
        said = dict(rows.group_by("place_id").agg(pl.col("yuan").mean()).rows())
        known = FiscalRevenue.objects.unscoped("the usual size of a month")
        refuse_slip(said, usual(known, "place", rows["month"].min() or self.source.month), 1)  # type: ignore[arg-type]
        self._write(rows, plan)

    def _with_places(self, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        districts = Place.objects.filter(level=PlaceLevel.DISTRICT)
        only = districts[0].pk if len(districts) == 1 else None
        found = named([(None, text) for text in frame["place"]], districts, ("code", "name"))
        meant = {text: min(numbers) for (_, text), numbers in found.items()}
        places = [meant.get(text) if text else only for text in frame["place"]]
        lost = frame.filter(pl.Series([place is None for place in places]))
        plan.refuse(lost[LINE], "place", "没有这个区，请填写区划代码")
        return frame.with_columns(place_id=pl.Series(places, dtype=pl.Int64))

    def _with_months(self, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        months: list[date | None] = []
        for line, text in frame.select(LINE, "month").rows():
            span = span_of(text, self.source.month.year) if text else None
            month = span.last if span else None if text else self.source.month
            if month is None or month > self.source.month:
                wanted = f"{self.source.month:%Y-%m}"
                plan.refuse([line], "month", f"应为 {wanted} 或之前的月份，写作 {wanted}")
            months.append(month)
        frame = frame.with_columns(month=pl.Series(months, dtype=pl.Date))
        again = frame.filter(~pl.struct("place_id", "month").is_first_distinct())
        plan.refuse(again[LINE], "month", "这个月已有一行，请只保留一行")
        return frame

    def _with_yuan(self, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        known: dict[tuple[int, date], Decimal] = {}
        yuan: dict[int, Decimal] = {}
        rows = frame.sort("month").select(LINE, "place_id", "month", "yuan", "so_far").rows()
        for line, place, month, said, so_far in rows:
            amount = said if said is not None else self._rest(known, place, month, so_far)
            if amount is None:
                plan.refuse([line], "yuan", GAP if so_far is not None else "没有金额，请补填")
                continue
            known[place, month] = yuan[line] = amount
        amounts = pl.Series([yuan.get(line) for line in frame[LINE]], dtype=pl.Decimal(38, 2))
        return frame.with_columns(yuan=amounts)

    @staticmethod
    def _rest(
        known: dict[tuple[int, date], Decimal], place: int, month: date, so_far: Decimal | None
    ) -> Decimal | None:
        """What was said so far less the earlier months of the year, told here or before."""
        if so_far is None:
            return None
        earlier = [month.replace(month=number) for number in range(1, month.month)]
        stored = revenue(Place.objects.get(pk=place), earlier[0], earlier[-1]) if earlier else {}
        told = [known.get((place, one), stored.get(one)) for one in earlier]
        return None if None in told else so_far - sum(filter(None, told), Decimal(0))

    def _write(self, rows: pl.DataFrame, plan: Plan) -> None:
        if not rows.height:
            return
        frame = rows.select(
            LINE, "place_id", "month", "yuan", line=pl.col(LINE), delivery_id=self.delivery.pk
        ).with_columns(id=pl.Series(take_ids(FiscalRevenue, rows.height)))
        plan.writes.append(Write(FiscalRevenue, complete(FiscalRevenue, frame)))
        plan.effects = new_rows(rows.with_columns(name=pl.col("month").cast(pl.String)))
