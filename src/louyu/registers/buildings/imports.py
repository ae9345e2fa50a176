"""楼宇与房源导入: what their lines mean beyond the declaration."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from louyu.kernel.intake import Lines, Plan, ResourceImport, named, register
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.buildings.building_import import BuildingImport
from louyu.registers.buildings.floors import beyond, floor_number
from louyu.registers.buildings.key_buildings import key_buildings
from louyu.registers.buildings.land import OutlineImport, ParcelImport
from louyu.registers.buildings.models import Building, Floor
from louyu.registers.buildings.parties import PartyImport


class UnitImport(ResourceImport):
    own = frozenset({"floor"})

    def __init__(self) -> None:
        super().__init__(resource("units"))
        self.tables = (Floor, self.resource.model)

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        """A storey that is not there yet is made, once."""
        frame = plan.standing(frame)
        storeys = [floor_number(text) for text in frame["floor"]]
        unclear = frame.filter(pl.Series(storeys).is_null())
        plan.refuse(unclear[LINE], "floor", "认不出是哪一层：地上填 1、2、3，地下填 -1、-2")
        frame = plan.standing(frame.with_columns(storey=pl.Series(storeys, dtype=pl.Int64)))
        keys = [(b, str(n)) for b, n in frame.select("building_id", "storey").rows()]
        found = named(keys, Floor.objects.visible_to(actor), ("number",), within="building_id")
        stored = {key: min(pks) for key, pks in found.items()}
        missing = frame.filter(pl.Series([key not in stored for key in keys], dtype=pl.Boolean))
        self._no_higher(missing, plan, actor)
        new = missing.unique(["building_id", "storey"], keep="first", maintain_order=True)
        new = new.select(LINE, "building_id", number="storey").with_columns(
            id=pl.Series(take_ids(Floor, new.height), dtype=pl.Int64)
        )
        made = {(b, str(n)): pk for b, n, pk in new.select("building_id", "number", "id").rows()}
        plan.writes.append(Write(Floor, complete(Floor, new)))
        ids = [stored.get(key) or made[key] for key in keys]
        return frame.with_columns(floor_id=pl.Series(ids, dtype=pl.Int64))

    def _no_higher(self, missing: pl.DataFrame, plan: Plan, actor: Actor) -> None:
        """A storey that stands already may be above the stated number; a new one may not."""
        named_here = missing["building_id"].unique().to_list()
        towers = Building.objects.visible_to(actor).in_bulk(named_here)
        for line, building, storey in missing.select(LINE, "building_id", "storey").rows():
            tower = towers[building]
            if why := beyond(storey, tower.floors_above, tower.floors_below):
                plan.refuse([line], "floor", why)

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """Without the storeys that only refused lines asked for."""
        plan = super().plan(lines, actor)
        floors, *units = plan.writes
        used = pl.concat([write.frame["floor_id"] for write in units]).implode()
        plan.writes = [replace(floors, frame=floors.frame.filter(pl.col("id").is_in(used))), *units]
        return plan


class KeyBuildingImport(ResourceImport):
    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        if "end" in frame.columns:
            wrong = frame.filter(pl.col("end") < pl.col("start"))
            plan.refuse(wrong[LINE], "end", "结束日期早于开始日期，请核对")
        return frame


register(KeyBuildingImport(key_buildings))
register(BuildingImport())
register(UnitImport())
register(ParcelImport())
register(OutlineImport())
register(PartyImport())
