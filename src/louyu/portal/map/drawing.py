"""图上要素: what the script draws, as plain data: markers, names, outlines, the map behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from django.conf import settings
from shapely import get_coordinates
from shapely.geometry import mapping, shape

from louyu.kernel.scope import Actor
from louyu.portal.map.layers import CLUSTER, Band, Layer, band_of
from louyu.portal.map.spots import Shown, Spot
from louyu.registers.buildings.models import Building, Parcel
from louyu.registers.places.models import Cluster, Place, PlaceLevel

# About 10 m: finer than a pixel at the scale of a district.
TOLERANCE = 0.0001


def drawing(shown: Shown) -> dict[str, Any]:
    """What is in view is what the table lists; the marks follow its order."""
    clusters = [cluster for cluster, _, _ in shown.outlined]
    told = marked(shown.layer, shown.period, shown.listed, shown.legend, clusters)
    return told | ground(shown.actor)


def marked(
    layer: Layer,
    period: str,
    spots: Iterable[Spot],
    legend: Iterable[tuple[Band, int]],
    clusters: Sequence[Cluster],
) -> dict[str, Any]:
    """The marks of a layer, and the names and outlines that go with them."""
    placed = [spot for spot in spots if spot.is_placed]
    return {
        "label": layer.label,
        "period": period,
        "looks": [band.look for band, _ in legend],
        "spots": [_marker(spot) for spot in placed],
        # The name of a cluster that is drawn stands over its outline.
        "names": _names(placed, layer is CLUSTER, {cluster.name for cluster in clusters}),
        "regions": [region(cluster) for cluster in clusters],
    }


def ground(actor: Actor) -> dict[str, Any]:
    """What lies behind the marks, within what the actor may see."""
    return {"areas": [*outlines(), *_parcels(actor)], "tiles": tiles()}


def _marker(spot: Spot) -> dict[str, Any]:
    building = spot.building
    return {
        "name": building.name,
        "place": spot.place.name,
        "url": building.get_absolute_url(),
        "value": f"{spot.told.text} {spot.told.unit}".strip(),
        "look": spot.told.band.look,
        "at": position(building),
    }


def position(building: Building) -> list[float]:
    return [float(building.latitude or 0), float(building.longitude or 0)]


def _names(placed: Iterable[Spot], by_cluster: bool, drawn: set[str]) -> list[dict[str, Any]]:
    """The name of a street or cluster over its buildings: there is no other map to tell."""
    groups: dict[str, list[list[float]]] = {}
    for spot in placed:
        group = spot.building.cluster if by_cluster else spot.place
        if group and not (by_cluster and group.name in drawn):
            groups.setdefault(group.name, []).append(position(spot.building))
    return names_over(groups)


def names_over(groups: Mapping[str, list[list[float]]]) -> list[dict[str, Any]]:
    """Where two would overlap the script keeps the first."""
    largest = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [{"name": name, "at": _above(corners)} for name, corners in largest]


def _above(corners: list[list[float]]) -> list[float]:
    latitudes, longitudes = zip(*corners, strict=True)
    return [max(latitudes), round(fmean(longitudes), 6)]


def outlines() -> list[dict[str, Any]]:
    """Districts, streets and parks; communities would hide all under lines."""
    places = Place.objects.exclude(outline=None).exclude(level=PlaceLevel.COMMUNITY)
    return [_area(place.name, place.level, place.outline) for place in places.order_by("path")]


def _parcels(actor: Actor) -> list[dict[str, Any]]:
    parcels = Parcel.objects.visible_to(actor).exclude(outline=None)
    return [_area(parcel.name, "parcel", parcel.outline) for parcel in parcels]


def region(cluster: Cluster) -> dict[str, Any]:
    """A cluster as it is outlined, its name above the top of it: inside are the marks."""
    corners = get_coordinates(shape(cluster.outline)).tolist()
    top = max(latitude for _, latitude in corners)
    highest = [[latitude, longitude] for longitude, latitude in corners if latitude == top]
    drawn = _area(cluster.name, band_of(cluster).look, cluster.outline)
    return drawn | {"at": _above(highest)}


def _area(name: str, kind: str, outline: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "shape": mapping(shape(outline).simplify(TOLERANCE))}


def tiles() -> list[str]:
    """天地图 in Web Mercator, streets and names; none without a key of this instance."""
    if not settings.TIANDITU_KEY:
        return []
    return [
        f"https://t{{s}}.tianditu.gov.cn/{name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        f"&LAYER={name}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={settings.TIANDITU_KEY}"
        for name in ("vec", "cva")
    ]
