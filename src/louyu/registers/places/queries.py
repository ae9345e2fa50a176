"""区划: named reads over the place tree."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel


def district() -> Place | None:
    """The district this instance is run for."""
    return Place.objects.filter(level=PlaceLevel.DISTRICT).first()


def within(place_ids: Iterable[int]) -> frozenset[int]:
    """Ids of these places and everything below them."""
    paths = list(Place.objects.filter(pk__in=set(place_ids)).values_list("path", flat=True))
    if not paths:
        return frozenset()
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return frozenset(Place.objects.filter(below).values_list("pk", flat=True))


def managing() -> QuerySet[Place]:
    """Subdistricts and parks: the places that manage buildings."""
    return Place.objects.filter(level__in=MANAGING_LEVELS)
