"""地块与边界导入: outlines are made valid, measured and put into CGCS2000 before they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
from shapely import GEOSException, make_valid
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.ops import transform

from louyu.engines.coordinates import System, to_cgcs2000
from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Importer, Lines, Plan, ResourceImport
from louyu.kernel.merging import LINE, Write, stored
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.buildings.building_import import DEGREE, BuildingImport
from louyu.registers.buildings.models import Parcel
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster, Place

MU = Decimal(10_000) / 15  # ㎡
OUTLINE = TemplateColumn(
    ColumnSpec("outline", "边界", Kind.TEXT, max_length=2_000_000),
    help="GeoJSON 的 Polygon 或 MultiPolygon；从地图文件导入时自动带出",
)
NO_SHAPE = "边界不是可用的面（Polygon 或 MultiPolygon），请在地图软件中核对后重新导出"


def outline_of(text: str, system: System) -> tuple[Any, bool] | None:
    """The shape in CGCS2000 and whether it had to be mended; None where there is none."""
    try:
        drawn = shape(json.loads(text))
        mended = not drawn.is_valid
        whole = _faces(make_valid(drawn) if mended else drawn)
        moved = transform(lambda x, y, z=None: to_cgcs2000((x, y), system), whole)
    except (ValueError, TypeError, KeyError, AttributeError, GEOSException):
        return None
    return (moved, mended) if moved.area else None


def _faces(found: Any) -> Any:
    """Of what mending leaves, the faces; lines and points are no land."""
    parts = getattr(found, "geoms", [found])
    faces = [
        face
        for part in parts
        for face in getattr(part, "geoms", [part])
        if isinstance(face, Polygon)
    ]
    return faces[0] if len(faces) == 1 else MultiPolygon(faces)


class ParcelImport(ResourceImport):
    """Areas in ㎡ or in 亩; the position is a point inside the outline."""

    maps = Path(__file__).parent / "maps" / "parcels"

    def __init__(self, about: Mapping[str, Any] | None = None) -> None:
        super().__init__(resource("parcels"))
        self.about = about or {}

    def for_file(self, about: Mapping[str, Any]) -> ParcelImport:
        return ParcelImport(about)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        mu = ColumnSpec("area_mu", "面积", Kind.DECIMAL, unit="亩", aliases=("亩数",), decimals=4)
        return [*super().columns(actor), TemplateColumn(mu, help="填了㎡的不必再填"), OUTLINE]

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        frame = lines.frame
        if "place" not in frame.columns:
            frame = frame.with_columns(place=pl.lit(None, pl.String))
        texts, notes = BuildingImport(self.about).placed(frame["place"].to_list())
        lines = replace(lines, frame=frame.with_columns(place=pl.Series(texts, dtype=pl.String)))
        plan = super().plan(lines, actor)
        plan.notes = [*notes, *plan.notes]
        return plan

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        if "area_mu" in frame.columns:
            square = pl.Series(
                [_square_metres(mu) for mu in frame["area_mu"]], dtype=pl.Decimal(38, 2)
            )
            own = pl.col("area") if "area" in frame.columns else pl.lit(None, pl.Decimal(38, 2))
            frame = frame.with_columns(area=pl.coalesce(own, square))
        return self._outlined(frame, plan) if "outline" in frame.columns else frame

    def _outlined(self, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
        system = System(self.about.get("coordinates", System.CGCS2000.value))
        texts: list[str | None] = []
        points: list[tuple[Decimal | None, Decimal | None]] = []
        for line, name, text in frame.select(LINE, "name", "outline").rows():
            found = outline_of(text, system) if text else None
            texts.append(json.dumps(mapping(found[0])) if found else None)
            points.append(_inside(found[0]) if found else (None, None))
            if text and not found:
                plan.refuse([line], "outline", NO_SHAPE)
            elif found and found[1]:
                plan.notes.append(f"「{name}」的边界自相交，已修正后登记")
        exact = pl.Decimal(38, 6)
        return frame.with_columns(
            outline=pl.Series(texts, dtype=pl.String),
            longitude=pl.Series([x for x, _ in points], dtype=exact),
            latitude=pl.Series([y for _, y in points], dtype=exact),
        )

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        """By name and place, a parcel without a place among those without one."""
        key = ["name", "place_id"]
        rows = Parcel.objects.unscoped("a key is one row's over the whole register")
        known = stored(rows.filter(name__in=frame["name"].to_list()), "id", *key)
        twins = frame.filter(pl.struct(key).is_first_distinct().not_())
        plan.refuse(twins[LINE], "name", "与前面一行的地块重复，请只保留一行")
        return (
            plan.standing(frame)
            .drop("id")
            .join(known, on=key, how="left", nulls_equal=True, maintain_order="left")
        )

    def filled(self, actor: Actor) -> pl.DataFrame:
        own = super().filled(actor)
        return own.with_columns(
            pl.lit(None, pl.String).alias(column.header) for column in self.columns(actor)[-2:]
        )


def _square_metres(mu: Decimal | None) -> Decimal | None:
    return None if mu is None else (mu * MU).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _inside(outline: Any) -> tuple[Decimal, Decimal]:
    point = outline.representative_point()
    return tuple(Decimal(repr(v)).quantize(DEGREE, ROUND_HALF_UP) for v in (point.x, point.y))  # type: ignore[return-value]


Outlined = Place | Cluster


class OutlineImport(Importer):
    """区划和片区边界: of places by code, else by name, of clusters by name."""

    key, label = "outlines", "区划和片区边界"
    writers = (Role.OFFICE,)
    tables = (Place, Cluster)

    def __init__(self, about: Mapping[str, Any] | None = None) -> None:
        self.about = about or {}

    def for_file(self, about: Mapping[str, Any]) -> OutlineImport:
        return OutlineImport(about)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        code = ColumnSpec("code", "区划代码", Kind.CODE, aliases=("adcode", "代码", "gb"))
        name = ColumnSpec("name", "名称", Kind.TEXT, aliases=("name", "区划名称", "片区名称"))
        return [
            TemplateColumn(code, example="370602"),
            TemplateColumn(name, example="芝罘区"),
            replace(OUTLINE, spec=replace(OUTLINE.spec, required=True, aliases=("outline",))),
        ]

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        plan, rows = Plan(), list[tuple[int, Outlined, Any]]()
        known: dict[str, Outlined] = {cluster.name: cluster for cluster in Cluster.objects.all()}
        known |= {key: place for place in Place.objects.all() for key in (place.name, place.code)}
        system = System(self.about.get("coordinates", System.CGCS2000.value))
        for told in lines.frame.to_dicts():
            place = known.get(told.get("code") or "") or known.get(told.get("name") or "")
            found = outline_of(told["outline"], system)
            if place is None:
                plan.refuse(
                    [told[LINE]], "outline", "没有这个区划或片区，请先登记，或核对代码和名称"
                )
            elif found is None:
                plan.refuse([told[LINE]], "outline", NO_SHAPE)
            else:
                rows.append((told[LINE], place, json.loads(json.dumps(mapping(found[0])))))
                if found[1]:
                    plan.notes.append(f"「{place.name}」的边界自相交，已修正后登记")
        new = [row for row in rows if row[1].outline != row[2]]
        for model in self.tables:
            self._write(model, [row for row in new if isinstance(row[1], model)], plan)
        effects = [
            (line, False, one.name, "边界", "有" if one.outline else None, "有（已更新）")
            for line, one, _ in new
        ]
        plan.effects = pl.DataFrame(effects, schema=plan.effects.schema, orient="row")
        return plan

    @staticmethod
    def _write(model: type[Outlined], rows: list[tuple[int, Outlined, Any]], plan: Plan) -> None:
        if not rows:
            return
        drawn = {one.pk: (line, json.dumps(outline)) for line, one, outline in rows}
        frame = stored(model.objects.filter(pk__in=list(drawn)))
        frame = frame.with_columns(
            pl.Series(LINE, [drawn[pk][0] for pk in frame["id"]], dtype=pl.Int64),
            outline=pl.Series([drawn[pk][1] for pk in frame["id"]], dtype=pl.String),
        )
        plan.writes.append(Write(model, frame, ("outline",)))

    def filled(self, actor: Actor) -> pl.DataFrame:
        places = Place.objects.exclude(outline=None).order_by("path")
        clusters = Cluster.objects.exclude(outline=None)
        columns = self.columns(actor)
        told = [(place.code, place.name, json.dumps(place.outline)) for place in places]
        told += [("", cluster.name, json.dumps(cluster.outline)) for cluster in clusters]
        return pl.DataFrame(told, schema={c.header: pl.String for c in columns}, orient="row")
