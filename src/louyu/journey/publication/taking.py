"""取数: the stored figures of a quarter's last month, and of the two it is compared with.

What the plan and the registers say of the quarter belongs to context.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from louyu.engines.measures import Period, Quarter, Value
from louyu.journey.publication.context import aims_of, trend_of_twelve, work_of
from louyu.journey.publication.snapshot import Row, Snapshot, Values, as_of
from louyu.journey.publication.wording import BUILDING_CODES, CODES
from louyu.journey.statistics.dictionary import Stated
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.queries import Part, buildings_of, is_computed, parts_of, values_of
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place, PlaceLevel


class FiguresMissing(Exception):
    """The quarter's figures are not there; the message says what to do."""


def taken(*, quarter: Quarter, place: Place, actor: Actor) -> Snapshot:
    """As they are stored now; a comparison month that was not computed stays empty."""
    subject, month = Subject(place), quarter.last_month
    months = (month, quarter.previous.last_month, quarter.year_before.last_month)
    wholes = values_of(actor, subject, months, CODES)
    if not is_computed(month) or not wholes[month]:
        raise FiguresMissing(_what_is_missing(place, month))
    parts = [_read(parts_of(actor, subject, one), CODES) for one in months]
    plan, aims, bases = aims_of(actor, place, month)
    trend = trend_of_twelve(actor, subject, month)
    known = [period for period, value in trend if value is not None]
    return Snapshot(
        period=str(quarter),
        place_level=place.level,
        issuer=_issuer(actor),
        basis_version=BASIS_VERSION,
        whole=_row(place.code, place.name, [wholes[one] or None for one in months]),
        parts=_rows(parts),
        buildings=_buildings(actor, place, months),
        plan=plan,
        aims=aims,
        trend=trend,
        rests_on=tuple(sorted({*known, *bases})),
        work=work_of(actor, place, quarter),
    )


def _buildings(actor: Actor, place: Place, months: Sequence[Period]) -> tuple[Row, ...]:
    """Of a district; a street's own are the parts of its bulletin."""
    if place.level != PlaceLevel.DISTRICT:
        return ()
    return _rows([_read(buildings_of(actor, place, one), BUILDING_CODES) for one in months])


def _rows(found: list[dict[Subject, Values]]) -> tuple[Row, ...]:
    """Those of the first month, with their values of all of them."""
    by_code = [{subject.code: values for subject, values in one.items()} for one in found]
    return tuple(
        replace(
            _row(subject.code, subject.name, [values.get(subject.code) for values in by_code]),
            place=subject.place.name if subject.building else "",
        )
        for subject in found[0]
    )


def _row(code: str, name: str, values: list[Values | None]) -> Row:
    now, last_quarter, last_year = (_plain(one) for one in values)
    stated = tuple(c for c, value in (values[2] or {}).items() if isinstance(value, Stated))
    return Row(code, name, now or {}, last_quarter, last_year, stated)


def _plain(values: Values | None) -> Values | None:
    """A typed figure as a figure like others: what a snapshot keeps is numbers."""
    if values is None:
        return None
    return {
        code: Value(v.numerator, v.denominator, v.known, v.total, v.contributors)
        for code, v in values.items()
    }


def _read(parts: list[Part], codes: Collection[str]) -> dict[Subject, Values]:
    return {
        part.subject: {
            code: reading.value
            for code, reading in part.readings.items()
            if code in codes and reading.value is not None
        }
        for part in parts
    }


def _issuer(actor: Actor) -> str:
    offices = Organization.objects.visible_to(actor).filter(kind=OrganizationKind.OFFICE, end=None)
    found = offices.first()
    return found.name if found else OrganizationKind.OFFICE.label


def _what_is_missing(place: Place, month: Period) -> str:
    if is_computed(month):
        return f"{place}在{as_of(month)}没有已竣工的楼宇，没有数可以通报。请选择其他范围。"
    return (
        f"{as_of(month)}的指标还没有计算。请在“指标分析”页计算，"
        f"或运行 ./louyu compute {month}，然后再起草。"
    )
