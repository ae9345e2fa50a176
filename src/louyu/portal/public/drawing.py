"""图上空间: what the script of the list draws: one mark for each building with spaces found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from louyu.kernel import figures
from louyu.portal.map.drawing import ground, names_over, position
from louyu.portal.public.finding import Space
from louyu.portal.public.visitor import VISITOR
from louyu.registers.buildings.models import Building
from louyu.registers.buildings.published import public_buildings


def drawing(found: Sequence[Space]) -> dict[str, Any]:
    """All that was found, whichever page of the list is read."""
    spaces: dict[int, list[Space]] = defaultdict(list)
    for space in found:
        spaces[space.building].append(space)
    placed = public_buildings().filter(pk__in=spaces).exclude(longitude=None)
    towers = placed.only("code", "name", "longitude", "latitude", "place__name")
    groups: dict[str, list[list[float]]] = defaultdict(list)
    spots = []
    for building in towers.select_related("place").order_by("pk"):
        spots.append(_mark(building, spaces[building.pk]))
        groups[building.place.name].append(position(building))
    return {"spots": spots, "names": names_over(groups), **ground(VISITOR)}


def _mark(building: Building, offers: list[Space]) -> dict[str, Any]:
    rents = [offer.rent_yuan for offer in offers if offer.rent_yuan]
    areas = sorted({offer.area for offer in offers})
    sizes = figures.area(areas[0])
    if len(areas) > 1:
        sizes += f"—{figures.area(areas[-1])}"
    rent = f"{figures.yuan(min(rents))} 元起" if rents else "面议"
    return {
        "code": building.code,
        "name": building.name,
        "place": building.place.name,
        "url": reverse("public-building", args=[building.code]),
        "count": len(offers),
        "rent": rent,
        "told": f"{len(offers)} 处空间，{sizes} ㎡，租金{rent}",
        "at": position(building),
    }
