"""图上空间: what the script of the list draws: one mark for each building with spaces found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse

from louyu.kernel import figures
from louyu.portal.map.drawing import ground, names_over, position
from louyu.portal.public.visitor import VISITOR


def drawing(found: Any) -> dict[str, Any]:
    """All that was found, whichever page of the list is read."""
    placed = found.exclude(building__longitude=None).order_by("building", "pk")
    spaces: dict[Any, list[Any]] = defaultdict(list)
    for offer in placed.select_related("building__place"):
        spaces[offer.building].append(offer)
    groups: dict[str, list[list[float]]] = defaultdict(list)
    for building in spaces:
        groups[building.place.name].append(position(building))
    return {
        "spots": [_mark(building, offers) for building, offers in spaces.items()],
        "names": names_over(groups),
        **ground(VISITOR),
    }


def _mark(building: Any, offers: list[Any]) -> dict[str, Any]:
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
