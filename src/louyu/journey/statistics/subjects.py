"""统计对象: whom a figure speaks of: the district, a street or park, or one building."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from louyu.engines.measures import Scale
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import DISTRICT_WIDE, Role
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel


@dataclass(frozen=True)
class Subject:
    """A place, or one building of it."""

    place: Place
    building: Building | None = None

    @property
    def code(self) -> str:
        return self.building.code if self.building else self.place.code

    @property
    def name(self) -> str:
        return self.building.name if self.building else self.place.name

    @property
    def sort_name(self) -> str:
        return self.building.name_sort if self.building else self.place.name

    @property
    def level(self) -> str:
        return "building" if self.building else self.place.level

    @property
    def scale(self) -> Scale:
        return Scale.BUILDING if self.building else Scale.PLACE

    @property
    def has_parts(self) -> bool:
        return self.building is None

    @property
    def of_figures(self) -> Q:
        """Which figures speak of this subject itself; a building's own, whoever managed it."""
        if self.building:
            return Q(building=self.building)
        return Q(place=self.place, building=None)

    @property
    def of_parts(self) -> Q:
        """Figures one level below: streets and parks of a district, buildings of a street."""
        if self.place.level == PlaceLevel.DISTRICT:
            below = Q(place__path__startswith=self.place.path, place__level__in=MANAGING_LEVELS)
            return below & Q(building=None)
        return Q(place=self.place, building__isnull=False)

    def has_part(self, other: Subject) -> bool:
        """Whether the other is one that `of_parts` names."""
        if self.place.level == PlaceLevel.DISTRICT:
            below = other.place.path.startswith(self.place.path)
            return below and other.place.level in MANAGING_LEVELS and other.building is None
        return other.building is not None and other.place == self.place

    @property
    def of_buildings(self) -> Q:
        """Figures of every building of this place, however far below; of a building its own."""
        if self.building:
            return Q(building=self.building)
        return Q(building__isnull=False, place__path__startswith=self.place.path)

    def has_building(self, other: Subject) -> bool:
        """Whether the other is one that `of_buildings` names."""
        if self.building:
            return other.building == self.building
        return other.building is not None and other.place.path.startswith(self.place.path)

    @property
    def of_facts(self) -> Q:
        """The month facts behind this subject's figures."""
        if self.building:
            return Q(building=self.building)
        column = "district" if self.place.level == PlaceLevel.DISTRICT else "place"
        return Q(**{column: self.place})


def place_subjects(actor: Actor) -> list[Subject]:
    """Places with figures of their own for this actor: the district, streets, parks."""
    levels = [level.value for level in (PlaceLevel.DISTRICT, *MANAGING_LEVELS)]
    places = Place.objects.filter(level__in=levels).defer("outline")
    if not actor.holds(*DISTRICT_WIDE):
        places = places.filter(pk__in=actor.areas(Role.STREET), level__in=MANAGING_LEVELS)
    return sorted(map(Subject, places), key=lambda subject: levels.index(subject.place.level))


def building_subject(actor: Actor, code: str) -> Subject | None:
    found = Building.objects.visible_to(actor).select_related("place").filter(code=code).first()
    return Subject(found.place, found) if found else None


def building_subjects(actor: Actor) -> list[Subject]:
    """For those who look after single buildings and no place."""
    buildings = Building.objects.visible_to(actor).select_related("place")
    return [Subject(building.place, building) for building in buildings]
