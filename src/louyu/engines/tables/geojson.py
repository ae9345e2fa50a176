"""GeoJSON: the features of a map as rows; their properties are columns, and so is where they lie.

RFC 7946: a FeatureCollection of features with properties and a geometry. A point gives its two
degrees; an outline is kept as it stands, for whoever knows shapes.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from louyu.engines.tables.inspection import Limits, Refused

LONGITUDE, LATITUDE, OUTLINE = "longitude", "latitude", "outline"
_OUTLINES = frozenset({"Polygon", "MultiPolygon"})
_BROKEN = "这个 GeoJSON 文件读不出来，请从地图软件重新导出为 GeoJSON（FeatureCollection）再导入。"


def read_geojson(path: Path, limits: Limits) -> pl.DataFrame:
    """One text column per property and the three of position; row n is feature n."""
    features = _features(path)
    if len(features) > limits.rows:
        raise Refused(f"超过 {limits.rows:,} 个图形，请分成几个文件再导入。")
    rows = [_row(feature) for feature in features]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not rows:
        raise Refused("这个 GeoJSON 文件里没有图形，请确认选对了文件。")
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))


def _features(path: Path) -> list[Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise Refused(_BROKEN) from broken
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise Refused(_BROKEN)
    return features


def _row(feature: Any) -> dict[str, str | None]:
    """A feature without properties or geometry is an incomplete row, not a broken file."""
    told = feature if isinstance(feature, Mapping) else {}
    properties, geometry = told.get("properties"), told.get("geometry")
    row = {
        str(name): _text(value)
        for name, value in (properties.items() if isinstance(properties, Mapping) else ())
    }
    return row | _position(geometry if isinstance(geometry, Mapping) else {})


def _position(geometry: Mapping[str, Any]) -> dict[str, str | None]:
    """Numbers as the file writes them: nothing is rounded here."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point" and isinstance(coordinates, list) and len(coordinates) >= 2:
        return {LONGITUDE: _text(coordinates[0]), LATITUDE: _text(coordinates[1])}
    if kind in _OUTLINES:
        return {OUTLINE: json.dumps({"type": kind, "coordinates": coordinates})}
    return {}


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
