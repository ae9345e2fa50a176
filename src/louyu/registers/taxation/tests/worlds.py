"""测试区: two streets with buildings whose payers are given as numbers of yuan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from demo import codes, factories
from louyu.kernel.files.services import store
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.deliveries.models import DataClass, Delivery
from louyu.registers.deliveries.source import USUAL
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal, TaxPayment

YEAR = 2026


def delivery(provider: Organization, month: date, kind: str = "tax", **record: Any) -> Delivery:
    name = f"{kind}{month}"
    return Delivery.objects.unscoped("a test's own").create(
        kind=kind,
        period=month,
        provider=provider,
        basis="数据共享协议",
        purpose="楼宇经济统计",
        data_class=DataClass.values[-1],
        sha256=name,
        file=store(name=name, chunks=[name.encode()], owner_id=None),
        **{"allowed_roles": list(USUAL)} | record,
    )


def unzipped(body: bytes) -> str:
    """Every part of an office file, as text."""
    with ZipFile(BytesIO(body)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@dataclass
class TaxWorld:
    tree: factories.PlaceTree = field(default_factory=factories.place_tree)
    bureau_name: str = "示范税务局"
    bureau: Organization = field(init=False)
    firms: list[Enterprise] = field(default_factory=list)
    # Number of a month → what its data-use record says otherwise than usual.
    records: dict[int, dict[str, Any]] = field(default_factory=dict)
    _deliveries: dict[tuple[str, date], Delivery] = field(default_factory=dict)
    _line: int = 0

    def __post_init__(self) -> None:
        kind = OrganizationKind.DEPARTMENT
        self.bureau = factories.organization(kind, name=self.bureau_name)

    def building(self, name: str, place: Place, payers: Sequence[int]) -> Building:
        """A firm for each number, which pays so many yuan in January and again in February."""
        building = factories.building(place, name=name)
        unit = factories.unit(building, floor=1, number=f"{name}101", area=Decimal(5000))
        for yuan in payers:
            self.firm(unit, yuan)
        return building

    def firm(self, unit: Unit | None, yuan: int, *, months: Sequence[int] = (1, 2)) -> Enterprise:
        number = len(self.firms)
        firm = factories.enterprise(
            name=f"第{number}号商贸有限公司", uscc=codes.invented(700_000 + number)
        )
        if unit:
            factories.occupancy(firm, unit)
        self.firms.append(firm)
        for month in months:
            self.pay(firm, yuan, month)
        return firm

    def pay(
        self,
        firm: Enterprise,
        yuan: Decimal | int,
        month: int,
        tax: TaxType = TaxType.TOTAL,
    ) -> None:
        with opened("write"):
            TaxPayment.objects.unscoped("a test's own").create(
                code=firm.uscc,
                name=firm.name,
                enterprise=firm,
                tax_type=tax,
                yuan=Decimal(yuan),
                **self.delivered("tax", month),
            )

    def pay_unlisted(self, name: str, yuan: Decimal | int, month: int, code: str = "") -> None:
        """A payer whom the roster does not have."""
        with opened("write"):
            TaxPayment.objects.unscoped("a test's own").create(
                code=code,
                name=name,
                tax_type=TaxType.TOTAL,
                yuan=Decimal(yuan),
                **self.delivered("tax", month),
            )

    def declare(
        self,
        building: Building,
        yuan: int,
        payers: int,
        shares: tuple[int, int],
        month: int,
        tax: TaxType = TaxType.TOTAL,
    ) -> None:
        with opened("write"):
            BuildingTaxTotal.objects.unscoped("a test's own").create(
                building=building,
                tax_type=tax,
                yuan=Decimal(yuan),
                payers=payers,
                largest_share=shares[0],
                two_largest_share=shares[1],
                **self.delivered("building-tax", month),
            )

    def delivered(self, kind: str, number: int) -> dict[str, Any]:
        month = date(YEAR, number, 1)
        key = kind, month
        if key not in self._deliveries:
            self._deliveries[key] = delivery(
                self.bureau, month, kind, **self.records.get(number, {})
            )
        self._line += 1
        return {"month": month, "delivery": self._deliveries[key], "line": self._line}
