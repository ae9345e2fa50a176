"""楼宇与全区对账: what was sent of the district in all, by how it came to a building or to none.

For who reads exact sums of the whole district; every part to the fen, and they add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from louyu.registers.taxation.displays import Display, Entry, in_units
from louyu.registers.taxation.totals import Amount, TaxCell

ZERO = Decimal(0)
NAMED = "按户落到楼宇"
DECLARED = "税务部门提供的楼宇合计（没有户名）"
UNLISTED = "未落到楼宇：不在企业名册的纳税人"
NO_STAY = "未落到楼宇：在名册、当月没有入驻记录"
WHOLE = "全区来文合计"


@dataclass(frozen=True)
class Part:
    """Payers and amounts of the last month and since January; payers counted once in each."""

    label: str
    month_payers: int
    month: Entry
    payers: int
    so_far: Entry


_KINDS: Sequence[tuple[str, Callable[[Amount], bool]]] = (
    (NAMED, lambda one: one.building_id is not None),
    (UNLISTED, lambda one: one.building_id is None and not one.listed),
    (NO_STAY, lambda one: one.building_id is None and one.listed),
)


def reconciled(shown: Display) -> list[Part]:
    """The parts and, last, the whole; empty where it is not told or no month is known."""
    if not (shown.tells_whole and shown.reader.exact and shown.months):
        return []
    tax, last = shown.tax, len(shown.months)
    named, unlisted, no_stay = (
        _part(shown, label, [one for one in tax.amounts if of(one)], (), last)
        for label, of in _KINDS
    )
    declared = _part(shown, DECLARED, (), tax.declared, last)
    whole = _part(shown, WHOLE, tax.amounts, tax.declared, last)
    return [named, declared, unlisted, no_stay, whole]


def _part(
    shown: Display, label: str, amounts: Iterable[Amount], told: Iterable[TaxCell], last: int
) -> Part:
    """Payers of totals without names are those of each building's fullest month."""
    amounts, told = list(amounts), list(told)
    month = [one for one in amounts if one.month.month == last]
    declared = [one for one in told if one.month.month == last]
    return Part(
        label,
        _payers(month, declared),
        _entry(shown, shown.headings[-2], [*month, *declared], (last,)),
        _payers(amounts, told),
        _entry(shown, shown.whole, [*amounts, *told], range(1, last + 1)),
    )


def _entry(
    shown: Display, period: str, rows: Iterable[Amount | TaxCell], months: Iterable[int]
) -> Entry:
    word = shown.word_of(months)
    return Entry(period, None, word) if word else Entry(period, sum((r.yuan for r in rows), ZERO))


def _payers(amounts: Iterable[Amount], told: Iterable[TaxCell]) -> int:
    fullest: dict[int, int] = {}
    for one in told:
        fullest[one.building_id] = max(fullest.get(one.building_id, 0), one.payers)
    return len({one.payer for one in amounts}) + sum(fullest.values())


def gap_sentences(shown: Display) -> list[str]:
    """What no 口径 can take out of the sum since January, for who reads exactly."""
    if shown.withholds_sum or not shown.reader.exact:
        return []
    amounts, told = shown.covered
    unknown = [one for one in amounts if one.real_estate is None]
    rows: list[Amount | TaxCell] = [*amounts, *told]
    undivided = sum((one.undivided for one in rows), ZERO)
    found = []
    if unknown:
        count, yuan = len({one.payer for one in unknown}), _in_words(unknown)
        found.append(f"行业不明的纳税户 {count:,} 户、{yuan}，扣除房地产业时不扣除")
    if told:
        count, yuan = len({one.building_id for one in told}), _in_words(told)
        found.append(f"税务部门只提供合计的楼宇 {count:,} 幢、{yuan}，没有户名，同样不扣除")
    if undivided:
        found.append(f"没有分税种的税款 {in_units(undivided):,} 万元，经常性口径分不出，全部计入")
    return [f"口径缺口：{'；'.join(found)}。"] if found else []


def _in_words(rows: Iterable[Amount | TaxCell]) -> str:
    return f"{in_units(sum((row.yuan for row in rows), ZERO)):,} 万元"
