"""取数: the stored figures of a span's last month, and of the months it is compared with.

What the plan and the registers say of the quarter belongs to context.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from louyu.engines.measures import Period, Value
from louyu.journey.publication.context import aims_of, trend_of_twelve, work_of
from louyu.journey.publication.monthly import taking as monthly
from louyu.journey.publication.snapshot import Row, Snapshot, Values, as_of
from louyu.journey.publication.spans import Span, months_of
from louyu.journey.publication.wording import BUILDING_CODES, CODES
from louyu.journey.statistics.dictionary import Stated
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.queries import Part, buildings_of, is_computed, parts_of, values_of
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place, PlaceLevel


class FiguresMissing(Exception):
    """The figures are not there; the message says what to do."""


def taken(*, span: Span, place: Place, actor: Actor, ranked: bool = False) -> Snapshot:
    """As they are stored now; a comparison month that was not computed stays empty."""
    if isinstance(span, Period):
        of_month = (monthly.CODES, monthly.BUILDING_CODES, months_of(span)[:2])
        base = _figures(span, place, actor, *of_month)
        made = monthly.taken(base, place, actor, ranked=ranked)
        if not made.listed:
            raise FiguresMissing(_what_is_missing(place, span))
        return made
    base = _figures(span, place, actor, CODES, BUILDING_CODES, months_of(span))
    plan, aims, bases = aims_of(actor, place, base.month)
    trend = trend_of_twelve(actor, Subject(place), base.month)
    known = [period for period, value in trend if value is not None]
    return replace(
        base,
        plan=plan,
        aims=aims,
        trend=trend,
        rests_on=tuple(sorted({*known, *bases})),
        work=work_of(actor, place, span),
    )


def _figures(
    span: Span,
    place: Place,
    actor: Actor,
    codes: Collection[str],
    building_codes: Collection[str],
    months: Sequence[Period],
) -> Snapshot:
    """What every kind of bulletin rests on: stored figures of a place and of its parts."""
    subject, month = Subject(place), months[0]
    wholes = values_of(actor, subject, months, codes)
    if not is_computed(month) or not wholes[month]:
        raise FiguresMissing(_what_is_missing(place, span))
    if place.level != PlaceLevel.DISTRICT:
        codes = {*codes, *building_codes}
    parts = [_read(parts_of(actor, subject, one), codes) for one in months]
    return Snapshot(
        period=str(span),
        place_level=place.level,
        issuer=_issuer(actor),
        basis_version=BASIS_VERSION,
        whole=_row(place.code, place.name, [wholes[one] or None for one in months]),
        parts=_rows(parts),
        buildings=_buildings(actor, place, months, building_codes),
    )


def _buildings(
    actor: Actor, place: Place, months: Sequence[Period], codes: Collection[str]
) -> tuple[Row, ...]:
    """Of a district; a street's own are the parts of its bulletin."""
    if place.level != PlaceLevel.DISTRICT:
        return ()
    return _rows([_read(buildings_of(actor, place, one), codes) for one in months])


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
    """A month's bulletin is compared with nothing of last year."""
    now, before, last_year = (_plain(one) for one in (*values, None)[:3])
    stated = tuple(
        c for c, value in ((*values, None)[2] or {}).items() if isinstance(value, Stated)
    )
    return Row(code, name, now or {}, before, last_year, stated)


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


def _what_is_missing(place: Place, span: Span) -> str:
    month = months_of(span)[0]
    if not is_computed(month):
        return (
            f"{as_of(month)}的指标还没有计算。请在“指标分析”页计算，"
            f"或运行 ./louyu compute {month}，然后再起草。"
        )
    if isinstance(span, Period):
        return (
            f"{place}在{month.words}没有列入月度更新的楼宇，没有数可以通报。请选择其他月份；"
            "如果当月开启过月度更新，请在“指标分析”页重新计算后再起草。"
        )
    return f"{place}在{as_of(month)}没有已竣工的楼宇，没有数可以通报。请选择其他范围。"
