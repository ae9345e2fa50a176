"""税收口径: which payments count: all of them, without real estate, without taxes that come once.

Source: the indicator dictionary, TX01 and TX02; GB/T 4754-2017, section K. A payer whose industry
is not known and a sum that was not divided by tax cannot be taken out: they stay in, and are told.
"""

from dataclasses import dataclass

from louyu.registers.taxation.kinds import TaxType

REAL_ESTATE = "K"
ONE_OFF = (TaxType.DEED, TaxType.LAND_APPRECIATION, TaxType.FARMLAND)


@dataclass(frozen=True)
class Basis:
    key: str
    label: str
    words: str
    real_estate: bool = True
    one_off: bool = True

    @property
    def is_full(self) -> bool:
        return self.real_estate and self.one_off


_NO_ESTATE = "不计行业门类 K（房地产业）的纳税人"
_RECURRENT = "不计契税、土地增值税、耕地占用税"

FULL = Basis("full", "全口径", "全部税种、全部行业")
NO_ESTATE = Basis("no-real-estate", "扣除房地产业", _NO_ESTATE, real_estate=False)
RECURRENT = Basis("recurrent", "经常性", _RECURRENT, one_off=False)
BOTH = Basis(
    "recurrent-no-real-estate",
    "经常性且扣除房地产业",
    f"{_RECURRENT}，也{_NO_ESTATE}",
    real_estate=False,
    one_off=False,
)
BASES = (FULL, NO_ESTATE, RECURRENT, BOTH)
