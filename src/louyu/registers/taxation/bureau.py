"""税务来文: payments and totals of buildings; each file is a delivery with its data-use record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import models

from louyu.engines.tables import ColumnSpec, Refused, TemplateColumn
from louyu.kernel.intake import Plan, named, new_rows
from louyu.kernel.merging import LINE, Write, among, complete, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.deliveries.sourced import SourcedImport
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import ClearanceKind, Role
from louyu.registers.taxation import columns, payments
from louyu.registers.taxation.access import log_view
from louyu.registers.taxation.differences import refuse_gap, resettle
from louyu.registers.taxation.gate import refuse_unsafe
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal, TaxPayment
from louyu.registers.taxation.slips import refuse_slip, usual

CHECKING = "核对来文"
WORK_LIST = "{count} 户没有纳税人识别号，已按名称留存，列入待补识别号的名单。"
UNKNOWN = "{count} 户不在企业名册中，已留存并计入合计，登记该企业后自动归入。"
FELL = "{count} 行的累计数比之前各月之和还小，差额按退税（负数）记入，请与提供单位核对。"
GONE = "{count} 户上月有税款、这份累计表里没有，其之前各月不变，请与提供单位核对。"
SEVERAL, NO_BUILDING = "有同名的楼宇，请改填编码", "没有这座楼宇，请核对编码或名称"


class LockedImport(SourcedImport):
    """Tables under lock: opened for the planning and the writing, and for no longer."""

    writers = (Role.OFFICE, Role.DEPARTMENT)
    clearance = ClearanceKind.TAX.value
    unit = ""

    def for_file(self, about: Mapping[str, Any]) -> SourcedImport:
        refuse_unsafe(by_person=bool(about.get("by_person")))
        one = super().for_file(about)
        one.unit = one.source.unit  # type: ignore[attr-defined]
        return one

    def looked_at(self, row: Import, actor: Actor, *, rows: int, form: str) -> None:
        purpose = row.about.get("purpose") or CHECKING
        what = f"来文：{row.file.name}"[:200]
        log_view(actor, purpose=purpose, what=what, rows=rows, form=form)

    @contextmanager
    def within(self) -> Iterator[None]:
        with opened("write"), super().within():
            yield

    def write(self, model: type[models.Model], rows: pl.DataFrame, plan: Plan) -> None:
        """All rows are new: they belong to this delivery alone."""
        if not rows.height:
            return
        frame = rows.with_columns(
            id=pl.Series(take_ids(model, rows.height)),
            month=pl.lit(self.source.month),
            delivery_id=pl.lit(self.delivery.pk),
            line=pl.col(LINE),
        )
        plan.writes.append(Write(model, complete(model, frame)))


class PaymentImport(LockedImport):
    key, label = "tax", "税收明细"
    tables = (Delivery, TaxPayment)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        rest = columns.paid(self.unit)
        return [*columns.payer(), columns.month(), columns.tax_type(), *rest]

    def specs(self, actor: Actor) -> list[ColumnSpec]:
        """The template has taxes below each other; a ledger may have them side by side."""
        return [*super().specs(actor), *columns.wide(self.unit)]

    def read(self, frame: pl.DataFrame, plan: Plan) -> None:
        month = self.source.month
        frame, cumulative = payments.of_the_month(frame, plan, month, self.source.cumulative)
        if cumulative:
            refuse_gap(self.delivery)
        frame = payments.with_payers(frame, plan)
        rows = payments.by_tax(frame, plan, payments.PAYER)
        self._refuse_slip(rows, month.month if cumulative else 1)
        if cumulative:
            rows = payments.summed(rows).with_columns(
                cumulative_yuan="yuan", cumulative_retained_yuan="retained_yuan"
            )
        else:
            rows = rows.filter(pl.col("yuan") != 0)
        who = pl.concat_str(["name", "code"], separator=" ").str.strip_chars()
        # Whose line it is; the amounts are in the person's own file and nowhere else.
        plan.effects = new_rows(rows.with_columns(name=who))
        self.write(TaxPayment, self._with_enterprises(rows, plan), plan)

    def _refuse_slip(self, rows: pl.DataFrame, months: int) -> None:
        known = TaxPayment.objects.unscoped("the usual size of a payment")
        for key in payments.PAYER:
            of_key = rows.filter(pl.col(key) != "").group_by(key).agg(pl.col("yuan").sum())
            refuse_slip(dict(of_key.rows()), usual(known, key, self.source.month), months)

    def _with_enterprises(self, rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        known = Enterprise.objects.unscoped("whose payment it is").filter(
            uscc__in=among(rows["code"].unique())
        )
        numbers = dict(known.values_list("uscc", "pk"))
        found = pl.col("code").replace_strict(numbers, default=None, return_dtype=pl.Int64)
        rows = rows.with_columns(enterprise_id=found)
        unknown = rows.filter((pl.col("code") != "") & pl.col("enterprise_id").is_null())
        nameless = rows.filter(pl.col("code") == "")["name"].n_unique()
        for sentence, count in ((WORK_LIST, nameless), (UNKNOWN, unknown["code"].n_unique())):
            if count:
                plan.notes.append(sentence.format(count=count))
        return rows

    def finish(self) -> None:
        fell, gone = resettle(self.delivery)
        for sentence, count in ((FELL, fell), (GONE, gone)):
            if count:
                self.made.notes.append(sentence.format(count=count))


class BuildingTotalImport(LockedImport):
    """By the month only: payers and shares of a cumulative file cannot be subtracted."""

    key, label = "building-tax", "楼宇税收合计"
    tables = (Delivery, BuildingTaxTotal)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        paid = columns.paid(self.unit)
        return [
            columns.building(),
            columns.month(),
            columns.tax_type(),
            *paid,
            *columns.contributors(),
        ]

    def read(self, frame: pl.DataFrame, plan: Plan) -> None:
        frame, cumulative = payments.of_the_month(
            frame, plan, self.source.month, self.source.cumulative
        )
        if cumulative:
            raise Refused("楼宇合计请按月报送：户数和占比不能由累计数相减得出。")
        kept = tuple(name for name in _TOLD if name in frame.columns)
        frame = self._with_buildings(frame, plan)
        rows = payments.by_tax(frame, plan, ("name", "building_id", *kept))
        self._refuse_shares(rows, plan)
        rows = plan.standing(self._refuse_twice(plan.standing(rows), plan))
        said = dict(rows.group_by("building_id").agg(pl.col("yuan").sum()).rows())
        known = BuildingTaxTotal.objects.unscoped("the usual size of a building's tax")
        refuse_slip(said, usual(known, "building", self.source.month), 1)
        plan.effects = new_rows(rows)
        self.write(BuildingTaxTotal, rows, plan)

    def _with_buildings(self, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        rows = Building.objects.unscoped("which building a total is of")
        keys = [(None, text) for text in frame["building"]]
        found = named(keys, rows, ("code", "name"))
        for line, key in zip(frame[LINE], keys, strict=True):
            if len(found.get(key, ())) != 1:
                several = (
                    "有同名的楼宇，请改填编码" if key in found else "没有这座楼宇，请核对编码或名称"
                )
                plan.refuse([line], "building", several)
        numbers = [min(found[key]) if key in found else None for key in keys]
        frame = frame.with_columns(
            name=pl.col("building"), building_id=pl.Series(numbers, dtype=pl.Int64)
        )
        return plan.standing(frame)

    @staticmethod
    def _refuse_shares(rows: pl.DataFrame, plan: Plan) -> None:
        """Of n payers the largest has a share of 100/n at least."""
        if {"largest_share", "two_largest_share"} - set(rows.columns):
            return
        one, two, payers = (pl.col(n) for n in ("largest_share", "two_largest_share", "payers"))
        small = rows.filter((one.cast(pl.Float64) * payers < 99) & (payers > 0))
        reason = "比平均每户还小，不可能是最大一户；请填百分数，如 45.2"
        plan.refuse(small[LINE].unique(), "largest_share", reason)
        half = rows.filter((two < one) | one.is_null() != two.is_null())
        plan.refuse(half[LINE].unique(), "two_largest_share", "应与最大一户占比一同填写且不小于它")

    @staticmethod
    def _refuse_twice(rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        again = rows.filter(~pl.struct("building_id", "tax_type").is_first_distinct())
        plan.refuse(again[LINE], "building", "这座楼宇的同一税种已有一行，请只保留一行")
        return rows


_TOLD = ("payers", "largest_share", "two_largest_share")
