"""可读指标: which indicators there are for whom; those of tax for readers of tax alone.

What speaks of tax without resting on it is for officials: of a house nobody is told a word of it.
"""

from louyu.engines.measures import Indicator
from louyu.journey.statistics.indicators import BY_CODE, FOR_OFFICIALS, INDICATORS
from louyu.journey.statistics.scope import OFFICIALS
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.queries import tax_indicators_for
from louyu.kernel.scope import Actor

EVERY_CODE = BY_CODE | TAX_BY_CODE


def indicators_for(actor: Actor) -> tuple[Indicator, ...]:
    own = INDICATORS
    if not actor.holds(*OFFICIALS):
        own = tuple(one for one in own if one.code not in FOR_OFFICIALS)
    return own + tax_indicators_for(actor)


def codes_for(actor: Actor) -> list[str]:
    return [one.code for one in indicators_for(actor)]


def indicator_for(actor: Actor, code: str) -> Indicator | None:
    """None where there is none of this code, or not for this person."""
    return next((one for one in indicators_for(actor) if one.code == code), None)
