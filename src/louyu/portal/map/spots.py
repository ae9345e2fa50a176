"""地图楼宇: the buildings a request asks for, each with what the chosen layer says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Subquery
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.queries import Reading, period_words, values_by_building
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.pages.selection import Selection
from louyu.kernel.requests import Request
from louyu.kernel.resource import resource
from louyu.portal.map.layers import Band, Layer, Told, band_of, layers_for
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Cluster, Place

# The list's own search and filters, without the figures of today that other apps add to it.
MAPPED = replace(
    resource("buildings"), key="building-map", filters=("place", "cluster", "use", "life_stage")
)
UNPLACED = "none"


@dataclass(frozen=True)
class Spot:
    building: Building
    place: Place
    told: Told

    @property
    def is_placed(self) -> bool:
        return self.building.longitude is not None


def legend_of(layer: Layer, spots: Iterable[Spot]) -> list[tuple[Band, int]]:
    """The bands that are declared, after those that only the rows know, such as clusters."""
    counted = Counter(spot.told.band for spot in spots)
    found = sorted(set(counted) - set(layer.bands), key=lambda band: band.look)
    return [(band, counted[band]) for band in (*found, *layer.bands)]


def outlined(spots: Iterable[Spot]) -> list[tuple[Cluster, Band, int]]:
    """Clusters with an outline, public as places are, each with its number of these buildings."""
    counted = Counter(spot.building.cluster_id for spot in spots)
    drawn = Cluster.objects.exclude(outline=None)
    return [(cluster, band_of(cluster), counted[cluster.pk]) for cluster in drawn]


class Shown:
    """Within the actor's scope, whatever the address says; an unknown layer is the first one."""

    def __init__(self, request: Request) -> None:
        self.actor = request.actor
        self.layers = layers_for(request.actor)
        wanted = request.GET.get("layer", "")
        self.layer = next((one for one in self.layers if one.key == wanted), self.layers[0])
        self.selection = Selection(request, MAPPED)
        self.only_unplaced = request.GET.get("position") == UNPLACED

    @cached_property
    def rows(self) -> list[Any]:
        """Every building asked for, with a position or not, and the latest computed month."""
        latest = Subquery(PeriodState.objects.values("period")[:1])
        found = self.selection.found.select_related("place", "cluster")
        found = found.defer("place__outline", "cluster__outline")  # once, not with every row
        return list(found.annotate(computed=latest))

    @cached_property
    def spots(self) -> list[Spot]:
        readings = self._readings()
        return [
            Spot(row, row.place, self.layer.tell(row, readings.get(row.pk))) for row in self.rows
        ]

    @property
    def listed(self) -> list[Spot]:
        return self.unplaced if self.only_unplaced else self.spots

    @property
    def unplaced(self) -> list[Spot]:
        return [spot for spot in self.spots if not spot.is_placed]

    @property
    def month(self) -> Period | None:
        """Of the figures shown; None before one is computed, or where a layer shows none."""
        computed = self.rows[0].computed if self.rows and self.layer.indicator else None
        return Period.of(computed) if computed else None

    @property
    def period(self) -> str:
        """Of what time the values speak; nothing while no month is computed."""
        if self.layer.indicator:
            return period_words(EVERY_CODE[self.layer.indicator], self.month) if self.month else ""
        return f"截至 {timezone.localdate():%Y-%m-%d}"

    @cached_property
    def legend(self) -> list[tuple[Band, int]]:
        return legend_of(self.layer, self.spots)

    @cached_property
    def outlined(self) -> list[tuple[Cluster, Band, int]]:
        return outlined(self.spots)

    def _readings(self) -> dict[int, Reading]:
        month = self.month
        if month is None:
            return {}
        buildings = [row.pk for row in self.rows]
        values = values_by_building(self.actor, self.layer.indicator, month, buildings)
        indicator = EVERY_CODE[self.layer.indicator]
        return {
            row.pk: Reading(indicator, Subject(row.place, row), month, values[row.pk])
            for row in self.rows
            if row.pk in values
        }
