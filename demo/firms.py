"""演示企业: invented enterprises, households and branches with valid or missing codes."""

from datetime import date
from decimal import Decimal
from random import Random

from demo import codes, words
from demo.months import years_before
from demo.scale import Part
from louyu.kernel.sorting import sort_key
from louyu.registers.enterprises.models import Enterprise, EnterpriseKind, EnterpriseStatus
from louyu.registers.places.models import Place

ENTERPRISES = 3_500
_LOCAL = "芝罘区市场监督管理局"
_ELSEWHERE = ("莱山区市场监督管理局", "烟台市市场监督管理局", "济南市市场监督管理局")
# Where tax is filed: most here, some where the firm is registered, of some nobody knows.
_TAX_LOCAL = "国家税务总局烟台市芝罘区税务局"
_TAX_ELSEWHERE = (
    "国家税务总局烟台市莱山区税务局",
    "国家税务总局烟台市福山区税务局",
    "国家税务总局烟台市税务局第一税务分局",
)
_AREAS = {"莱山区市场监督管理局": "370613", "烟台市市场监督管理局": "370600"}
_CAPITALS = (100_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 50_000_000)


class Firms:
    """Hands out new enterprises, never two of one name or code, until there are enough."""

    def __init__(self, part: Part) -> None:
        self._random = part.random
        # A source of its own: what is drawn for taxes changes nothing else of the demo.
        self._taxes = Random(f"taxes:{part.number}")
        self._before = part.after(ENTERPRISES)
        # A third syllable of the part's own: two syllables are too few for a city's names.
        self._third = words.SECOND[part.number - 1] if part.number else ""
        self._names: set[str] = set()
        self.all: list[Enterprise] = []

    @property
    def exhausted(self) -> bool:
        return len(self.all) >= ENTERPRISES

    def new(self, *, place: Place, address: str, before: date) -> Enterprise:
        """An enterprise founded before the day it moves in."""
        draw = self._random.random()
        kind = EnterpriseKind.ENTERPRISE
        if draw < 0.14:
            kind = EnterpriseKind.INDIVIDUAL
        elif draw < 0.19:
            kind = EnterpriseKind.BRANCH
        name, industry = self._name(kind)
        local = self._random.random() < 0.82
        authority = _LOCAL if local else self._random.choice(_ELSEWHERE)
        firm = Enterprise(
            uscc=self._code(kind, authority),
            name=name,
            name_sort=sort_key(name),
            kind=kind,
            registered_address=address if local else "登记在区外（演示）",
            registration_authority=authority,
            tax_authority=self._tax_authority(local=local),
            industry_code=industry,
            capital_yuan=self._capital(kind),
            founded_on=years_before(before, self._random.uniform(0.1, 9)),
            place=place,
        )
        self.all.append(firm)
        return firm

    def close(self, firm: Enterprise) -> None:
        firm.status = EnterpriseStatus.DEREGISTERED

    def _name(self, kind: EnterpriseKind) -> tuple[str, str]:
        forms = {
            EnterpriseKind.ENTERPRISE: words.FIRM_FORMS,
            EnterpriseKind.INDIVIDUAL: words.HOUSEHOLD_FORMS,
            EnterpriseKind.BRANCH: tuple(f"有限公司{seat}" for seat in words.BRANCH_SEATS),
        }[kind]
        while True:
            brand = self._random.choice(words.FIRST) + self._random.choice(words.SECOND)
            brand += self._third
            trade, industry = self._random.choice(words.TRADES)
            head = "芝罘区" if kind == EnterpriseKind.INDIVIDUAL else "烟台"
            if kind == EnterpriseKind.BRANCH:
                head = "山东"
            name = f"{head}{brand}{trade}{self._random.choice(forms)}"
            if name not in self._names:
                self._names.add(name)
                return name, industry

    def _code(self, kind: EnterpriseKind, authority: str) -> str | None:
        """Some rosters do not know the code: then it stays empty."""
        if self._random.random() < 0.03:
            return None
        category = "92" if kind == EnterpriseKind.INDIVIDUAL else "91"
        area = _AREAS.get(authority, "370602" if authority == _LOCAL else "370102")
        return codes.invented(self._before + len(self.all) + 1, category=category, area=area)

    def _tax_authority(self, *, local: bool) -> str:
        draw = self._taxes.random()
        if draw < 0.08:
            return ""
        here = draw < (0.95 if local else 0.3)
        return _TAX_LOCAL if here else self._taxes.choice(_TAX_ELSEWHERE)

    def _capital(self, kind: EnterpriseKind) -> Decimal | None:
        if kind != EnterpriseKind.ENTERPRISE:
            return None
        return Decimal(self._random.choice(_CAPITALS))
