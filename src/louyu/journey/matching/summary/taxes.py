"""税收两列: how many of a row's registrations have paid, as far as a reader may be told.

Exactly for the cleared; for the others only where neither side, nor what follows from the other
rows, tells of single firms. What is hidden is decided over the whole district, for all alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from louyu.engines.disclosure import HIDDEN, Division, untold
from louyu.journey.matching.models import TaxStanding, TaxStandingBasis
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place
from louyu.registers.taxation.access import may_read
from louyu.registers.taxation.displays import UNREPORTED
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.readers import Reader, reader_of
from louyu.registers.taxation.record import Withheld, records_for
from louyu.registers.taxation.years import RULES, building_key, place_key

WHOLE = "what may be told is decided over the whole district"
NOTHING = Division(0, 0)


@dataclass(frozen=True)
class Taxes:
    """`word` stands in every place, where the months may not be shown or were not delivered."""

    reader: Reader
    divisions: Mapping[str, Division]
    hidden: frozenset[str]
    word: str
    withheld: Sequence[Withheld]

    @property
    def is_named(self) -> bool:
        """Whether the firms behind a number may be read, for a purpose."""
        return self.reader.exact and not self.word

    def told(self, key: str, place_id: int) -> Division | str:
        """Of one row: both sides, or the word instead of them."""
        if self.word:
            return self.word
        if not self.reader.reads(place_id) or (key in self.hidden and not self.reader.exact):
            return HIDDEN
        return self.divisions.get(key, NOTHING)


def taxes(actor: Actor, basis: TaxStandingBasis | None, places: Iterable[Place]) -> Taxes | None:
    """None for whoever reads no tax; `places`: all of them."""
    reader = reader_of(actor)
    if reader is None:
        return None
    # A count names who is counted to whoever knows the list: only the cleared read it exactly.
    reader = Reader(exact=may_read(actor), areas=reader.areas)
    if basis is None or not basis.months:
        return Taxes(reader, {}, frozenset(), UNREPORTED, ())
    withheld = records_for(actor).of_year(basis.year)
    parents, leaves = _tree(places)
    divisions = dict(leaves)
    for leaf, told in leaves.items():
        at = parents[leaf]
        while at is not None:
            divisions[at] = divisions.get(at, NOTHING).plus(told)
            at = parents[at]
    word = withheld[0].word if withheld else ""
    return Taxes(reader, divisions, untold(parents, leaves, RULES), word, withheld)


def _tree(places: Iterable[Place]) -> tuple[dict[str, str | None], dict[str, Division]]:
    """Rows with the one above each, and what is counted of the buildings."""
    parents: dict[str, str | None] = {
        place_key(one.pk): place_key(one.parent_id) if one.parent_id else None for one in places
    }
    leaves = {}
    with opened("read"):
        rows = TaxStanding.objects.unscoped(WHOLE).order_by()
        counts = rows.values_list("building_id", "building__place_id").annotate(
            whole=Count("pk"), part=Count("pk", filter=Q(is_taxed=True))
        )
        for building, place, whole, part in counts:
            if place is not None:
                parents[building_key(building)] = place_key(place)
                leaves[building_key(building)] = Division(whole, part)
    return parents, leaves
