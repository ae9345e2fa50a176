"""地图卡片: the buildings of another page's figures on a small map that leads to the whole one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from louyu.engines.measures import Period
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.queries import Reading, period_words
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.portal.map.drawing import marked, outlines, tiles
from louyu.portal.map.layers import Band, Layer, layers_for
from louyu.portal.map.spots import Spot, legend_of, outlined
from louyu.registers.places.models import Cluster, PlaceLevel


def layer_of(actor: Actor, code: str) -> Layer:
    """The one that shows this indicator, or the first where none does."""
    layers = layers_for(actor)
    return next((one for one in layers if one.indicator == code), layers[0])


@dataclass(frozen=True)
class MapCard:
    """What `figures` tell of the buildings of a place: nothing more is read of them."""

    layer: Layer
    figures: Figures
    subject: Subject
    month: Period

    @cached_property
    def spots(self) -> list[Spot]:
        indicator = EVERY_CODE[self.layer.indicator]
        return [
            Spot(
                of.building,
                of.place,
                self.layer.tell(of.building, Reading(indicator, of, self.month, value)),
            )
            for of, figure, value in self.figures.of_month(self.month)
            if of.building and figure.indicator == indicator.code and self.subject.has_building(of)
        ]

    @cached_property
    def legend(self) -> list[tuple[Band, int]]:
        """A card has no room for bands that nothing lies in."""
        return [(band, count) for band, count in legend_of(self.layer, self.spots) if count]

    @property
    def period(self) -> str:
        return period_words(EVERY_CODE[self.layer.indicator], self.month)

    @property
    def unplaced(self) -> int:
        return sum(not spot.is_placed for spot in self.spots)

    @cached_property
    def outlined(self) -> list[tuple[Cluster, Band, int]]:
        return outlined(self.spots)

    @cached_property
    def drawing(self) -> dict[str, Any]:
        clusters = [cluster for cluster, _, _ in self.outlined]
        told = marked(self.layer, self.period, self.spots, self.legend, clusters)
        return told | {"areas": outlines(), "tiles": tiles()}

    @property
    def url(self) -> str:
        place = self.subject.place
        within = {} if place.level == PlaceLevel.DISTRICT else {"place": place.pk}
        return f"{reverse('map')}?{urlencode({'layer': self.layer.key} | within)}"
