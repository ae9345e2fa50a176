"""别名与门牌: further names and doors of a buildings table, by which imports find the building."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from louyu.kernel.intake import Plan
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.registers.buildings.models import AliasKind, BuildingAlias, DoorNumber

SEVERAL = re.compile(r"[、，,;；/]")


def keep(frame: pl.DataFrame, ids: Mapping[int, int], plan: Plan) -> None:
    """Adds what is not registered yet; nothing that is there is taken away."""
    rows = [row for row in frame.to_dicts() if row[LINE] in ids]
    aliases = {
        (ids[row[LINE]], name.strip()): row
        for row in rows
        for name in SEVERAL.split(row.get("former_name") or "")
        if name.strip() and name.strip() != row["name"]
    }
    doors = {
        (ids[row[LINE]], row["door_road"], row["door_number"]): row
        for row in rows
        if row.get("door_road") and row.get("door_number")
    }
    _add(BuildingAlias, ("building_id", "name"), aliases, plan, kind=AliasKind.FORMER.value)
    _add(DoorNumber, ("building_id", "road", "number"), doors, plan)


def _add(
    model: Any,
    columns: tuple[str, ...],
    told: Mapping[tuple[Any, ...], dict[str, Any]],
    plan: Plan,
    **fixed: str,
) -> None:
    everything = model.objects.unscoped("of buildings resolved within the scope")
    known = set(everything.filter(building__in={key[0] for key in told}).values_list(*columns))
    new = {key: row for key, row in told.items() if key not in known}
    if not new:
        return
    lines = [
        dict(zip(columns, key, strict=True)) | fixed | {LINE: row[LINE]} for key, row in new.items()
    ]
    numbers = pl.Series("id", take_ids(model, len(lines)), dtype=pl.Int64)
    written = pl.DataFrame(lines, schema_overrides={LINE: pl.Int64}).with_columns(numbers)
    plan.writes.append(Write(model, complete(model, written)))
    created = set(plan.effects.filter("created")[LINE])
    label = str(model._meta.verbose_name)
    effects = [
        (row[LINE], False, row["name"], label, None, "".join(map(str, key[1:])))
        for key, row in new.items()
        if row[LINE] not in created
    ]
    more = pl.DataFrame(effects, schema=plan.effects.schema, orient="row")
    plan.effects = pl.concat([plan.effects, more])
