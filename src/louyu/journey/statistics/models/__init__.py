"""统计: month facts and figures; plans with their targets, and what earlier ledgers say."""

from louyu.journey.statistics.models.earlier import HistoricalFigure
from louyu.journey.statistics.models.months import (
    BuildingMonth,
    Figure,
    MonthFact,
    PeriodState,
    PeriodStatus,
    ProjectMonth,
    StoredFigure,
    TenantMonth,
    UnitMonth,
)
from louyu.journey.statistics.models.parts import TargetPart
from louyu.journey.statistics.models.plans import Plan, Target, TargetKind
from louyu.journey.statistics.models.taxes import TaxFigure, TaxMonth
from louyu.journey.statistics.models.upkeep import DutyMonth

__all__ = [
    "BuildingMonth",
    "DutyMonth",
    "Figure",
    "HistoricalFigure",
    "MonthFact",
    "PeriodState",
    "PeriodStatus",
    "Plan",
    "ProjectMonth",
    "StoredFigure",
    "Target",
    "TargetKind",
    "TargetPart",
    "TaxFigure",
    "TaxMonth",
    "TenantMonth",
    "UnitMonth",
]
