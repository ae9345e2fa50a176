"""区划: named reads over the place tree."""

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel


def within(place_ids: Iterable[int]) -> frozenset[int]:
    """Ids of these places and everything below them."""
    above = Place.objects.filter(pk__in=set(place_ids))
    lower = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    covers = above.annotate(lower=lower).filter(lower__startswith=F("path"))
    return frozenset(Place.objects.filter(Exists(covers)).values_list("pk", flat=True))


def managing() -> QuerySet[Place]:
    """Subdistricts and parks: the places that manage buildings."""
    return Place.objects.filter(level__in=MANAGING_LEVELS)


def districts(day: date) -> list[str]:
    """Names of the districts this system is kept for, as a rule one."""
    in_force = Q(end=None) | Q(end__gte=day)
    found = Place.objects.filter(in_force, level=PlaceLevel.DISTRICT)
    return list(found.values_list("name", flat=True))
