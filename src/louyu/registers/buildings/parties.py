"""相关单位: who owns, operates or looks after a building; a company is entered by naming it.

A liaison sees the buildings of the company, so this is where liaisons get theirs from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
from django import forms
from django.utils import timezone

from louyu.kernel.editing.form import ResourceForm, use_form
from louyu.kernel.editing.sentences import tell
from louyu.kernel.intake import Lines, Plan, ResourceImport
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.resource import Column, Reference, Resource, Section, register
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import BuildingParty, PartyKind
from louyu.registers.organizations.models import Organization, Role

BACKWARDS = "结束日期早于开始日期，请核对"
BY_NAME = "a company is known by its kind and full name, whoever entered it"
WORDS: dict[str, tuple[str, ...]] = {
    PartyKind.OWNER: ("业主", "产权单位"),
    PartyKind.OPERATOR: ("运营方", "运营单位", "运营公司", "管理运营方"),
    PartyKind.PROPERTY_MANAGER: ("物业", "物业服务企业", "物业单位"),
}

building_parties = register(
    Resource(
        key="building-parties",
        model=BuildingParty,
        import_key=("building", "kind", "organization"),
        columns=(
            Column(
                "building",
                required=True,
                aliases=("楼宇", "楼宇名称", "楼宇编码", "building"),
                reference=Reference(fields=("code", "name", "aliases__name")),
                example="示例大厦",
            ),
            Column("kind", required=True, aliases=("单位身份", "类别"), example="物业公司"),
            Column(
                "organization",
                required=True,
                aliases=("单位名称", "公司名称", "organization"),
                reference=Reference(fields=("name",)),
                help="单位全称；没有登记过的会同时登记",
                example="示例物业服务有限公司",
            ),
            Column(
                "start",
                aliases=("进驻日期", "起始日期"),
                help="表格里不填按今天",
                example="2024-01-01",
            ),
            Column("end", aliases=("退出日期",), help="仍在服务就留空"),
        ),
        sections=(Section("相关单位", ("building", "kind", "organization", "start", "end")),),
        search=("organization__name", "building__name"),
        filters=("kind",),
        order=("building__name", "kind", "-start"),
        writers=(Role.OFFICE, Role.STREET),
    )
)


class PartyForm(ResourceForm):
    """The company is typed by its full name: a street sees none it has nothing to do with yet."""

    organization = forms.CharField(max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["organization"] = self.instance.organization.name
        self.initial.setdefault("start", timezone.localdate())

    def dress(self, column: Column, field: forms.Field) -> None:
        super().dress(column, field)
        if self.instance.pk and column.name == "building":
            field.disabled = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind, name = given.get("kind"), given.get("organization")
        if given.get("end") and given.get("start") and given["end"] < given["start"]:
            self.add_error("end", BACKWARDS)
        if kind and name:
            given["organization"] = _bodies().get_or_create(kind=kind, name=name.strip())[0]
        else:
            given.pop("organization", None)
        return given


class PartyImport(ResourceImport):
    own = frozenset({"organization"})
    synonyms = {"kind": WORDS}

    def __init__(self) -> None:
        super().__init__(building_parties)
        self.tables = (Organization, BuildingParty)

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        """A company that is not there yet is entered, once."""
        if "end" in frame.columns:
            start = pl.col("start") if "start" in frame.columns else pl.lit(None, pl.Date)
            ends = frame.filter(pl.col("end").is_not_null())
            plan.refuse(
                ends.filter(start.is_null())[LINE], "start", "填了结束日期的，请同时填开始日期"
            )
            plan.refuse(ends.filter(pl.col("end") < start)[LINE], "end", BACKWARDS)
        frame = plan.standing(frame)
        known = {
            (kind, name): pk
            for pk, kind, name in _bodies()
            .filter(name__in=set(frame["organization"]))
            .values_list("pk", "kind", "name")
        }
        new = frame.unique(["kind", "organization"], keep="first", maintain_order=True)
        new = new.select(LINE, "kind", name="organization")
        new = new.filter(
            pl.Series([key not in known for key in new.drop(LINE).rows()], dtype=pl.Boolean)
        )
        new = new.with_columns(pl.Series("id", take_ids(Organization, new.height), pl.Int64))
        plan.writes.append(Write(Organization, complete(Organization, new)))
        known |= {(kind, name): pk for kind, name, pk in new.select("kind", "name", "id").rows()}
        keys = frame.select("kind", "organization").rows()
        return frame.with_columns(
            organization_id=pl.Series([known[key] for key in keys], dtype=pl.Int64)
        )

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """Without the companies that only refused lines named."""
        plan = super().plan(lines, actor)
        bodies, *parties = plan.writes
        used = pl.concat([write.frame["organization_id"] for write in parties]).implode()
        plan.writes = [
            replace(bodies, frame=bodies.frame.filter(pl.col("id").is_in(used))),
            *parties,
        ]
        return plan

    def defaults(self, actor: Actor) -> dict[str, object]:
        return {"start": timezone.localdate()}

    def _created(self, new: pl.DataFrame) -> pl.DataFrame:
        told = pl.concat_str("building", pl.lit("·"), "organization")
        return super()._created(new.with_columns(told.alias(self.resource.search[0])))

    def _changes(self, changed: pl.DataFrame, *told: Any) -> list[pl.DataFrame]:
        name = pl.col("organization").alias(self.resource.search[0])
        return super()._changes(changed.with_columns(name), *told)


def _bodies() -> Any:
    return Organization.objects.unscoped(BY_NAME)


use_form("building-parties", PartyForm)
tell(
    "building_one_operator_at_a_time", "这段时间已登记了另一家同类单位，请先填写前一家的退出日期。"
)
