"""指标明细: the fact rows behind a figure, asked for with the figure's own declaration."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Model, Q, QuerySet, Sum, Value, When

from louyu.engines.measures import Aggregate, Indicator, Period
from louyu.engines.measures import Part as Measured
from louyu.journey.matching.scope import READERS
from louyu.journey.statistics.models import (
    BuildingMonth,
    DutyMonth,
    MonthFact,
    ProjectMonth,
    TenantMonth,
    UnitMonth,
)
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor

AMOUNT = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True)
class Facts:
    """One table of month facts: what a row shows and in which order."""

    model: type[MonthFact]
    related: tuple[str, ...]
    order: tuple[str | Any, ...]
    template: str
    # What is counted distinct, and the parts of a sum.
    counted: str = "幢"
    summed: str = "㎡"


FACTS = {
    "units": Facts(
        UnitMonth,
        ("building", "place", "unit__floor"),
        (
            "building__name_sort",
            "building_id",
            F("unit__floor__number").asc(nulls_last=True),
            "unit__number",
        ),
        "statistics/_units.html",
    ),
    "buildings": Facts(
        BuildingMonth,
        ("building", "place"),
        ("place__path", "building__name_sort", "building_id"),
        "statistics/_buildings.html",
    ),
    "projects": Facts(
        ProjectMonth,
        ("building", "place"),
        ("place__path", "building__name_sort", "building_id"),
        "statistics/_projects.html",
    ),
    "tenants": Facts(
        TenantMonth,
        ("building", "place", "enterprise"),
        ("enterprise__name_sort", "enterprise_id", "building__name_sort"),
        "statistics/_tenants.html",
        counted="家",
    ),
    "duties": Facts(
        DutyMonth,
        ("building", "place"),
        ("place__path", "building__name_sort", "building_id"),
        "statistics/_duties.html",
        summed="项",
    ),
}


def tenant_words(actor: Actor, code: str) -> tuple[str, str]:
    """Label and attribute of what a row of tenants says beside its name.

    Whether one firm is found in the registry's list only readers of the comparison are told.
    """
    if code == "EN04":
        return "主管税务机关", "tax_locality"
    if code == "WK05" and actor.holds(*READERS):
        return "登记名单", "match_words"
    return "属地", "locality"


class _Columns:
    """Stands for a fact row, so that a declared expression becomes one of Django's."""

    def __getattr__(self, name: str) -> F:
        return F(name)


@dataclass(frozen=True)
class Totals:
    """What the rows add up to; it must equal the stored figure."""

    rows: int
    numerator: Decimal
    denominator: Decimal | None


def _amount(part: Measured) -> Case:
    condition = Q(**{part.where: True}) if part.where else Q(pk__isnull=False)
    return Case(
        When(condition, then=part.of(_Columns())),
        default=Value(Decimal(0)),
        output_field=AMOUNT,
    )


def rows_of(
    actor: Actor, indicator: Indicator, subject: Subject, period: Period
) -> QuerySet[Model]:
    """Every row that counts in the numerator or the denominator, with its part of both."""
    facts = FACTS[indicator.facts]
    rows = (
        facts.model.objects.visible_to(actor)
        .filter(subject.of_facts, period=period.first)
        .select_related(*facts.related)
        .order_by(*facts.order)
    )
    if indicator.aggregate is Aggregate.DISTINCT:
        return rows.filter(_holds(indicator.numerator) | _holds(indicator.denominator))
    counts = ~Q(in_numerator=0) & Q(in_numerator__isnull=False)
    rows = rows.annotate(in_numerator=_amount(indicator.numerator))
    if indicator.denominator:
        rows = rows.annotate(in_denominator=_amount(indicator.denominator))
        counts |= ~Q(in_denominator=0)
    return rows.filter(counts)


def _holds(part: Measured | None) -> Q:
    """Rows that a part counts; all of them where it names no condition."""
    if part is None:
        return Q(pk__in=[])
    return Q(**{part.where: True}) if part.where else Q(pk__isnull=False)


def by_amount(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """`amount` or `-amount`: by what a row adds to the numerator; otherwise by place and room."""
    if sort.removeprefix("-") != "amount" or "in_numerator" not in rows.query.annotations:
        return rows
    return rows.order_by(sort.replace("amount", "in_numerator"), "pk")


def totals_of(indicator: Indicator, rows: QuerySet[Any]) -> Totals:
    if indicator.aggregate is Aggregate.DISTINCT:
        parts = {"numerator": indicator.numerator, "denominator": indicator.denominator}
        counts = {
            name: Count(part.of(_Columns()), distinct=True, filter=_holds(part))
            for name, part in parts.items()
            if part
        }
        found = rows.aggregate(rows=Count("pk"), **counts)
    else:
        sums = {"numerator": Sum("in_numerator")}
        if indicator.denominator:
            sums["denominator"] = Sum("in_denominator")
        found = rows.aggregate(rows=Count("pk"), **sums)
    denominator = found.get("denominator")
    if indicator.denominator and denominator is None:
        denominator = Decimal(0)
    return Totals(found["rows"], Decimal(found["numerator"] or 0), denominator)
