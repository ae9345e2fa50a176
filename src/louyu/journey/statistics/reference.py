"""指标手册: the page docs/reference/indicators.md, written from the declarations.

`python -m louyu.journey.statistics.reference > docs/reference/indicators.md`; a test compares.
"""

from louyu.engines.measures import Indicator, Measure, Scale, unit_of
from louyu.journey.statistics.indicators import BASIS_VERSION, INDICATORS
from louyu.journey.statistics.taxes.indicators import TAX_INDICATORS

_HEAD = f"""# Indicators

Written from `journey/statistics/indicators.py` and `taxes/indicators.py` beside it by
`python -m louyu.journey.statistics.reference`; do not edit by hand. Basis version {BASIS_VERSION}.
Stocks as of the last day of the month, tax from January on unless it says otherwise; stored as
numerator, denominator and coverage, rounded once, half up, when printed. A rate is the sum of
numerators over the sum of denominators at every level; what is counted distinct is counted anew at
every level and never added up.

| code | 名称 | English | aggregate | unit (place / building) |
| --- | --- | --- | --- | --- |
"""


def written() -> str:
    every = (*INDICATORS, *TAX_INDICATORS)
    lines = "".join(_line(indicator) for indicator in every)
    return _HEAD + lines + "".join(_section(indicator) for indicator in every)


def _units(measure: Measure) -> str:
    units = dict.fromkeys(unit_of(measure, scale) for scale in Scale)
    return " / ".join(units)


def _line(one: Indicator) -> str:
    words = (one.code, one.name, one.english, one.aggregate.name.lower(), _units(one.measure))
    return f"| {' | '.join(words)} |\n"


def _section(one: Indicator) -> str:
    return (
        f"\n## {one.code} {one.name}\n"
        f"- 公式：{one.formula}\n"
        f"- 口径：{one.basis}\n"
        f"- 覆盖：{one.coverage.words} x／y 幢\n"
        f"- 来源：{one.source}\n"
    )


if __name__ == "__main__":
    print(written(), end="")
