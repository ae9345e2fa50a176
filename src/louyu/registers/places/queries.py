"""区划: named reads over the place tree."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from louyu.registers.places.models import MANAGING_LEVELS, Place


def within(place_ids: Iterable[int]) -> frozenset[int]:
    """Ids of these places and everything below them."""
    above = Place.objects.filter(pk__in=set(place_ids))
    lower = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    covers = above.annotate(lower=lower).filter(lower__startswith=F("path"))
    return frozenset(Place.objects.filter(Exists(covers)).values_list("pk", flat=True))


def managing() -> QuerySet[Place]:
    """Subdistricts and parks: the places that manage buildings."""
    return Place.objects.filter(level__in=MANAGING_LEVELS)
