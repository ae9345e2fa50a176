"""阻断: what cannot be so whatever the reason; looked at anew, not remembered from last night."""

from collections.abc import Iterable

from django.utils import timezone

from louyu.engines.checks import Doubt, Extent, Severity, checks


def in_the_way(buildings: Iterable[int]) -> Doubt | None:
    """The first of what has to be mended in any of them."""
    extent = Extent(timezone.localdate(), frozenset(buildings))
    grave = (one for one in checks() if one.severity is Severity.BLOCKING and not one.standing)
    return next((doubt for one in grave for doubt in one.look(extent)), None)
