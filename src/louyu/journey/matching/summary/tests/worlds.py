"""试验区: a roster, a list of the registry and payments, each told by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from django.test import Client
from django.urls import reverse

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.matching.models import Pairing, Registration, Sited
from louyu.journey.matching.summary.standing import take
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.models import Clearance, ClearanceKind, Role, User
from louyu.registers.places.models import Place
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, delivery


@dataclass
class SummaryWorld:
    """Roster, a list of the registry and payments, each told by hand."""

    taxes: TaxWorld = field(default_factory=TaxWorld)
    told: Delivery = field(init=False)
    _serial: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))

    def __post_init__(self) -> None:
        registry = factories.organization("department", name="示范登记机关")
        self.told = delivery(registry, Period(f"{YEAR}-02").first, "registrations")

    @property
    def tree(self) -> factories.PlaceTree:
        return self.taxes.tree

    def building(self, name: str, place: Place | None = None, **fields: Any) -> Building:
        return factories.building(place or self.tree.street, name=name, **fields)

    def registered(self, at: Building | None, **fields: Any) -> Registration:
        number = next(self._serial)
        code = codes.invented(600_000 + number)
        usual = {"subject": code, "code": code, "name": f"登记{number}号有限公司", "line": number}
        usual |= {"delivery": self.told, "sited": Sited.FOUND if at else Sited.NOWHERE}
        usual |= {"building": at, "address": f"某路{number}号"}
        return Registration.objects.unscoped("test").create(**(usual | fields))

    def firm(self, at: Building, kind: str = OccupancyKind.LEASED, **fields: Any) -> Enterprise:
        number = next(self._serial)
        usual = {"name": f"在驻{number}号有限公司", "uscc": codes.invented(650_000 + number)}
        firm = factories.enterprise(**(usual | fields))
        factories.occupancy(firm, building=at, kind=kind)
        return firm

    def pair(self, firm: Enterprise, own: Registration, state: str = "taken") -> None:
        Pairing.objects.unscoped("test").create(
            enterprise=firm, registration=own, state=state, ground="likeness", score=Decimal("0.9")
        )

    def pays(self, own: Registration, yuan: int, month: int = 1) -> None:
        """As a bureau tells it: by the code, whether or not the roster knows it."""
        with opened("write"):
            TaxPayment.objects.unscoped("test").create(
                code=own.code,
                name=own.name,
                tax_type=TaxType.TOTAL,
                yuan=yuan,
                **self.taxes.delivered("tax", month),
            )

    def many(self, at: Building, taxed: int, untaxed: int) -> None:
        for number in range(taxed + untaxed):
            own = self.registered(at)
            self.pays(own, 100 if number < taxed else 0)

    def compare(self) -> bool:
        return take([self.told.pk])


def signed_in(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def office(*, cleared: bool = False) -> Client:
    person = factories.user(Role.OFFICE)
    if cleared:
        clear(person)
    return signed_in(person)


def clear(person: User) -> None:
    Clearance.objects.create(
        user=person, kind=ClearanceKind.TAX, basis="授权书", start=factories.LONG_AGO
    )


def numbers(client: Client, **query: str) -> dict[str, dict[str, object]]:
    """Of the table: name of the line → column → number or word."""
    answer: Any = client.get(reverse("matching-summary"), query)
    assert answer.status_code == 200
    summary = answer.context["summary"]
    lines = [*summary.lines, summary.total]
    return {
        line.subject.name: {
            one.column.key: one.word if one.number is None else one.number for one in line.entries
        }
        for line in lines
    }


def beside(client: Client, column: str) -> int:
    answer: Any = client.get(reverse("matching-summary"), {"level": "buildings"})
    entries = answer.context["summary"].total.entries
    return int(next(one.beside for one in entries if one.column.key == column))


def rows(client: Client, **query: object) -> Any:
    return client.get(reverse("matching-summary-rows"), query)


def lines_of(answer: Any) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]
