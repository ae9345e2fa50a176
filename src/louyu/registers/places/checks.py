"""区划检查: whether the tree of places holds together."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from louyu.engines.checks import Doubt, Extent, Severity, integrity
from louyu.registers.places.models import Place


@integrity(
    "place-tree",
    Severity.WARNING,
    "区划的上下级不通：绕成圈、上级已撤销或路径不符",
    "请重新导入这个区划的上级；上级撤销的，改归后继的区划。",
)
def broken_tree(extent: Extent) -> Iterator[Doubt]:
    places = Place.objects.in_bulk()
    for place in places.values():
        if place.end is None or place.end >= extent.day:
            words = broken(place, places, extent.day)
            if words:
                yield Doubt(f"place:{place.pk}", place.name, words, reverse("places"))


def broken(place: Place, places: Mapping[int, Place], day: date) -> str:
    """What is wrong with the way up from here; nothing when it ends in a district."""
    seen, above = {place.pk}, place
    while above.parent_id:
        above = places[above.parent_id]
        if above.pk in seen:
            return f"上级绕回到{above.name}"
        seen.add(above.pk)
        if above.end and above.end < day:
            return f"上级{above.name}已于 {above.end} 撤销"
    parent = places[place.parent_id].path if place.parent_id else ""
    return "" if place.path == f"{parent}{place.code}/" else "路径与上级不符"
