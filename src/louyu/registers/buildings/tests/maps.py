"""测试地图: GeoJSON files written as a district's map software writes them; all invented."""

import json
from pathlib import Path
from typing import Any

HOME = (121.391382, 37.539297)


def tower(name: str, **told: Any) -> dict[str, Any]:
    at = told.pop("at", HOME)
    properties = {"name": name, "street": "向阳街街道", "volume": "20000", **told}
    geometry = {"type": "Point", "coordinates": list(at)} if at else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def saved(path: Path, *features: Any) -> Path:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def square(name: str, side: float = 0.02, at: tuple[float, float] = HOME) -> dict[str, Any]:
    x, y = at
    ring = [[x - side, y - side], [x + side, y - side], [x + side, y + side], [x - side, y + side]]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name}}
