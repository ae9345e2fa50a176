"""楼宇导入: what a row of a buildings table means: one building, and what is stated of it.

A table may come without our codes, with names of its own for streets, with positions of another
coordinate system, and once a period; what is said about the file as a whole is its `about`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl

from louyu.engines.coordinates import System, to_cgcs2000
from louyu.engines.measures import Period
from louyu.engines.tables import ROW, ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Doubt, Lines, Plan, ResourceImport
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.resource import Column, resource
from louyu.kernel.scope import Actor
from louyu.registers.buildings import names, stated
from louyu.registers.buildings.models import (
    AliasKind,
    Building,
    BuildingAlias,
    BuildingUse,
    DeclaredTotals,
    DoorNumber,
    LifeStage,
)
from louyu.registers.buildings.recognizing import Described, Register, codes_after, stem
from louyu.registers.places.models import Place
from louyu.registers.places.queries import managing

DEGREE = Decimal("0.000001")  # a tenth of a metre: finer is no longer a building
_EXACT = frozenset({"code", "name", "place", "address"})
_SHOWN = 20


NAMES = (
    TemplateColumn(
        ColumnSpec("former_name", "曾用名", Kind.TEXT, aliases=("原名", "别名"), max_length=80),
        help="导入时也按它认楼；几个用顿号隔开",
    ),
    TemplateColumn(
        ColumnSpec("door_road", "路名", Kind.TEXT, aliases=("道路",), max_length=60),
        help="与门牌号一起填，地址只写门牌的企业按它找到本楼",
    ),
    TemplateColumn(
        ColumnSpec("door_number", "门牌号", Kind.CODE, aliases=("门牌",), max_length=30),
    ),
)


class BuildingImport(ResourceImport):
    own = frozenset({"community"})
    maps = Path(__file__).parent / "maps" / "buildings"
    synonyms = {
        "use": {
            BuildingUse.OFFICE: ("单一商用", "商务", "写字楼", "办公"),
            BuildingUse.MIXED: ("商住两用", "商住"),
            BuildingUse.COMMERCIAL: ("商服", "商业"),
            BuildingUse.INDUSTRIAL: ("工业",),
        }
    }

    def __init__(self, about: Mapping[str, Any] | None = None) -> None:
        super().__init__(resource("buildings"))
        self.about = about or {}
        self.tables = (Building, BuildingAlias, DoorNumber, DeclaredTotals)

    def for_file(self, about: Mapping[str, Any]) -> BuildingImport:
        return BuildingImport(about)

    @property
    def lenient(self) -> bool:
        """Whether an unreadable cell is left out and told instead of holding up its row."""
        return self.about.get("unreadable") == "left_out"

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        return [*super().columns(actor), *NAMES, *stated.columns(lenient=self.lenient)]

    def _spec(self, column: Column) -> ColumnSpec:
        spec = super()._spec(column)
        if column.name == "code" or (column.name == "place" and self.about.get("place")):
            spec = replace(spec, required=False)
        if column.name in {"longitude", "latitude"}:
            spec = replace(spec, decimals=15)
        return replace(spec, lenient=self.lenient and column.name not in _EXACT)

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        given = lines.frame
        if "place" not in given.columns:
            given = given.with_columns(place=pl.lit(None, pl.String))
        if "code" not in given.columns:
            given = given.with_columns(code=pl.lit(None, pl.String))
        texts, notes = self.placed(given["place"].to_list())
        lines = replace(lines, frame=given.with_columns(place=pl.Series(texts, dtype=pl.String)))
        self.given_on = lines.given_on
        plan = super().plan(lines, actor)
        plan.notes = [*notes, *plan.notes]
        return plan

    def placed(self, texts: list[str | None]) -> tuple[list[str | None], list[str]]:
        """Codes for the names a table uses; a name read as another one is told."""
        pool = list(managing())
        if self.about.get("place"):
            above = Place.objects.get(code=self.about["place"])
            pool = [place for place in pool if place.path.startswith(above.path)]
        exact = {key: place for place in pool for key in (place.name, place.code)}
        stems: dict[str, list[Place]] = {}
        for place in pool:
            stems.setdefault(stem(place.name), []).append(place)
        only = pool[0] if len(pool) == 1 and self.about.get("place") else None
        meant: dict[str | None, str | None] = {}
        notes: list[str] = []
        for text in dict.fromkeys(texts):
            alike = stems.get(stem(text), []) if text else []
            if text is None:
                meant[text] = only.code if only else None
            elif text in exact:
                meant[text] = exact[text].code if self.about.get("place") else text
            elif len(alike) == 1:
                meant[text] = alike[0].code
                notes.append(f"“{text}”按“{alike[0].name}”登记")
            else:
                meant[text] = text
        return [meant[text] for text in texts], notes

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        """Communities of two streets may share a name: each is looked for under its own."""
        frame = self._positioned(frame)
        if "community" not in frame.columns:
            return frame
        return self.refer("community", frame, plan, actor, ("place_id", "parent_id"))

    def _positioned(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Every position in CGCS2000, to a tenth of a metre."""
        if not {"longitude", "latitude"} <= set(frame.columns):
            return frame
        system = System(self.about.get("coordinates", System.CGCS2000.value))
        points = [_moved(x, y, system) for x, y in frame.select("longitude", "latitude").rows()]
        exact = pl.Decimal(38, 6)
        return frame.with_columns(
            longitude=pl.Series([x for x, _ in points], dtype=exact),
            latitude=pl.Series([y for _, y in points], dtype=exact),
        )

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        """By code; else by name in its street; else a person says whether it is a known one."""
        frame = super().identify(frame, plan, lines, actor)
        register = Register(actor)
        ids, rows = dict(frame.select(LINE, "id").rows()), frame.to_dicts()
        described = {row[LINE]: _described(row) for row in rows}
        uncoded = [row for row in rows if row["code"] is None]
        self._refuse_twins(uncoded, plan)
        for row in uncoded:
            found = register.named(described[row[LINE]])
            if len(found) > 1:
                plan.doubts.append(Doubt(row[LINE], row["name"], "已有几条同名记录，请补填编码"))
            elif found:
                ids[row[LINE]] = found[0]
        taken = {pk for pk in ids.values() if pk}
        for row in rows:
            if ids[row[LINE]] is None:
                ids[row[LINE]] = self._proposed(
                    row, described[row[LINE]], register, taken, plan, lines
                )
        frame = frame.with_columns(id=pl.Series(list(ids.values()), dtype=pl.Int64))
        return self._coded(frame)

    @staticmethod
    def _refuse_twins(rows: list[dict[str, Any]], plan: Plan) -> None:
        first: dict[tuple[int, str], int] = {}
        for row in rows:
            twin = first.setdefault((row["place_id"], row["name"]), row[ROW])
            if twin != row[ROW]:
                plan.refuse([row[LINE]], "name", f"与第 {twin} 行重复，请只保留一行")

    @staticmethod
    def _proposed(
        row: dict[str, Any],
        described: Described,
        register: Register,
        taken: set[int],
        plan: Plan,
        lines: Lines,
    ) -> int | None:
        """With a code of its own only an equal address makes a row look like a known building."""
        asked = described if row["code"] is None else replace(described, position=None)
        found = register.alike(asked, taken)
        if found is None:
            return None
        one, why = found
        if row["code"] is not None:
            why = f"{why}，编码不同"
        decided = lines.decisions.get(row[LINE])
        if decided is None:
            plan.doubts.append(Doubt(row[LINE], one.name, why))
        return one.pk if decided else None

    def _coded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """New buildings without a code get the next one of their street."""
        lacking = pl.col("code").is_null() & pl.col("id").is_null()
        places = dict(
            Place.objects.filter(pk__in=frame["place_id"].unique().to_list()).values_list(
                "pk", "code"
            )
        )
        used = Building.objects.unscoped("codes are one's over the whole register")
        codes = list(used.values_list("code", flat=True))
        series = {pk: codes_after(code, codes) for pk, code in places.items()}
        given = [
            next(series[place]) if wanted and place in series else code
            for code, place, wanted in frame.select("code", "place_id", lacking.alias("w")).rows()
        ]
        return frame.with_columns(code=pl.Series(given, dtype=pl.String))

    def _write(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> None:
        if "life_stage" not in frame.columns:
            building = pl.col("name").str.contains(r"[（(]在建[)）]") & pl.col("id").is_null()
            stage = pl.when(building).then(pl.lit(LifeStage.UNDER_CONSTRUCTION.value))
            if frame.select(building.any()).item():
                frame = frame.with_columns(life_stage=stage)
        super()._write(frame, plan, actor)
        frame = plan.standing(frame)
        ids = dict(frame.filter(pl.col("id").is_not_null()).select(LINE, "id").rows())
        new = next(write for write in plan.writes if write.model is Building)
        ids |= dict(new.frame.select(LINE, "id").rows())
        self._keep_former_names(ids, plan)
        names.keep(frame, ids, plan)
        rows = stated.rows_of(frame, ids, plan)
        if rows:
            period = (
                Period(self.about["period"])
                if self.about.get("period")
                else Period.of(self.given_on)
            )
            stated.state(rows, period.first, plan)
            stated.tell(rows, plan)
            plan.notes += _silent(ids.values(), period)

    def _keep_former_names(self, ids: Mapping[int, int], plan: Plan) -> None:
        label = self.resource.label_of(self.resource.by_name["name"])
        renamed = plan.effects.filter(pl.col("column") == label).select(LINE, "before").rows()
        known = set(
            BuildingAlias.objects.unscoped("of buildings resolved within the scope")
            .filter(building__in=[ids[line] for line, _ in renamed])
            .values_list("building_id", "name")
        )
        rows = [
            {LINE: line, "building_id": ids[line], "name": name, "kind": AliasKind.FORMER.value}
            for line, name in renamed
            if (ids[line], name) not in known
        ]
        if rows:
            numbers = pl.Series("id", take_ids(BuildingAlias, len(rows)), dtype=pl.Int64)
            frame = pl.DataFrame(rows, schema_overrides={LINE: pl.Int64}).with_columns(numbers)
            plan.writes.append(Write(BuildingAlias, complete(BuildingAlias, frame)))

    def filled(self, actor: Actor) -> pl.DataFrame:
        """What is stated by month is stated anew each time: those columns stay empty."""
        own = super().filled(actor)
        empty = (
            pl.lit(None, pl.String).alias(c.header)
            for c in (*NAMES, *stated.columns(lenient=False))
        )
        return own.with_columns(*empty)


def _described(row: Mapping[str, Any]) -> Described:
    x, y = row.get("longitude"), row.get("latitude")
    position = (float(x), float(y)) if x is not None and y is not None else None
    return Described(row["name"], row["place_id"], row.get("address"), position)


def _moved(
    longitude: Decimal | None, latitude: Decimal | None, system: System
) -> tuple[Decimal | None, Decimal | None]:
    if longitude is None or latitude is None or system is System.CGCS2000:
        return _rounded(longitude), _rounded(latitude)
    x, y = to_cgcs2000((float(longitude), float(latitude)), system)
    return _rounded(Decimal(repr(x))), _rounded(Decimal(repr(y)))


def _rounded(degrees: Decimal | None) -> Decimal | None:
    return None if degrees is None else degrees.quantize(DEGREE, ROUND_HALF_UP)


def _silent(ids: Any, period: Period) -> list[str]:
    """Buildings of the same places that stated something before and are not in this table."""
    everything = DeclaredTotals.objects.unscoped("of the places of buildings in scope")
    places = Building.objects.unscoped("of buildings in scope").filter(pk__in=list(ids))
    earlier = everything.filter(
        period__lt=period.first, building__place__in=places.values("place")
    ).exclude(building__in=list(ids))
    names = list(
        dict.fromkeys(
            earlier.order_by("building__name_sort").values_list("building__name", flat=True)
        )
    )
    if not names:
        return []
    more = f"等 {len(names)} 幢" if len(names) > _SHOWN else ""
    return [f"以前申报过、本表没有的楼宇：{'、'.join(names[:_SHOWN])}{more}。它们的数据没有改动"]
