"""度量: periods, indicators, figures as fractions, and how they are compared and printed.

Compiling expressions for a database is `measures.compiling`, which alone needs ibis.
"""

from louyu.engines.measures.comparison import Change, change
from louyu.engines.measures.indicator import Aggregate, Coverage, Indicator, Measure, Part
from louyu.engines.measures.period import Period, PeriodError, Quarter, month_of, months_of
from louyu.engines.measures.printing import (
    NOT_APPLICABLE,
    UNCOLLECTED,
    Scale,
    half_up,
    printed,
    text_of,
    unit_of,
)
from louyu.engines.measures.value import Value, quantity

__all__ = [
    "NOT_APPLICABLE",
    "UNCOLLECTED",
    "Aggregate",
    "Change",
    "Coverage",
    "Indicator",
    "Measure",
    "Part",
    "Period",
    "PeriodError",
    "Quarter",
    "Scale",
    "Value",
    "change",
    "half_up",
    "month_of",
    "months_of",
    "printed",
    "quantity",
    "text_of",
    "unit_of",
]
