"""属地: whether an enterprise is registered, or files its tax, in the district, as far as told.

Nothing is guessed: an authority above the district, a blank, or two texts that contradict
each other leave it 待核. The code's own area digits are not read: they stay when a firm moves.
"""

import re
from collections.abc import Iterable

from django.db.models import TextChoices

from louyu.registers.enterprises.models import Enterprise


class Locality(TextChoices):
    INSIDE = "inside", "区内注册"
    OUTSIDE = "outside", "区外注册"
    UNCLEAR = "unclear", "待核"


_STATE = "国家税务总局"
_CITY = re.compile(r"^.+?市(?=.)")
# What stands before 区 in 开发区, 小区, 市辖区 and the like, which may lie in any district.
_ZONES = "发新小园社街片厂校城市辖业税验假范作务流港景心治郊东西南北中A-Za-z0-9"
# 红旗路 and 县后街 are streets, so a banner (旗) is never read.
_DISTRICT = rf"([\u4e00-\u9fff]{{1,4}}?(?:(?<![{_ZONES}])区|县)(?![路街巷府城]))"
# An authority begins with its area; an address tells one only after its city: 老街区 is none.
_OF_AUTHORITY = re.compile(rf"^(?:.{{2,8}}?(?:省|自治区|市))*{_DISTRICT}")
_OF_ADDRESS = re.compile(rf"^(?:.{{2,8}}?(?:省|自治区|市))+{_DISTRICT}")


def locality(enterprise: Enterprise, districts: Iterable[str]) -> Locality:
    """`districts` are the names of the district this system is kept for."""
    return told_locality(
        enterprise.registration_authority, enterprise.registered_address, districts
    )


def told_locality(authority: str, address: str, districts: Iterable[str]) -> Locality:
    """By the two texts alone, as a registry writes them."""
    own = _own(districts)
    told = {_told(authority, own, _OF_AUTHORITY), _told(address, own, _OF_ADDRESS)}
    told -= {Locality.UNCLEAR}
    return told.pop() if own and len(told) == 1 else Locality.UNCLEAR


def tax_locality(enterprise: Enterprise, districts: Iterable[str]) -> Locality:
    """By the name of its 主管税务机关 alone; a bureau of the city or of a zone tells nothing."""
    own, name = _own(districts), enterprise.tax_authority.removeprefix(_STATE)
    return _told(name, own, _OF_AUTHORITY) if own else Locality.UNCLEAR


def _own(districts: Iterable[str]) -> list[str]:
    return [_CITY.sub("", name) for name in districts]


def _told(text: str, own: list[str], area: re.Pattern[str]) -> Locality:
    found = area.match(text)
    elsewhere = found is not None and not any(name in found[1] for name in own)
    if any(name in text for name in own):
        return Locality.UNCLEAR if elsewhere else Locality.INSIDE
    return Locality.OUTSIDE if elsewhere else Locality.UNCLEAR
