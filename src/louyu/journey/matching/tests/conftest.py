"""比对测试素材: two buildings in two streets, their tenants, a registry that sends lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo import codes, factories
from louyu.journey.matching.models import Discrepancy, Pairing, Registration
from louyu.journey.matching.registrations import in_force
from louyu.journey.matching.running import Ran, compare
from louyu.kernel import commands
from louyu.registers.buildings.models import Building, DoorNumber
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role, User

HEADERS = "统一社会信用代码,名称,登记状态,住所,登记机关,成立日期"
HERE = "芝罘区市场监督管理局"
Line = tuple[str, str, str, str, str, str]


def line(
    code: str = "",
    name: str = "",
    address: str = "",
    *,
    status: str = "存续",
    authority: str = HERE,
    founded: str = "2020-01-01",
) -> Line:
    return code, name, status, address, authority, founded


@dataclass
class District:
    folder: Path
    tree: factories.PlaceTree
    one: Building
    two: Building
    sent: list[Path] = field(default_factory=list)

    def firm(
        self, serial: int, name: str, house: Building | None = None, **more: Any
    ) -> Enterprise:
        """A tenant of the first building, or of another; `uscc=None`: not known yet."""
        stay = {key: more.pop(key) for key in ("start", "kind") if key in more}
        given = {"uscc": codes.invented(serial), "registration_authority": HERE} | more
        firm = factories.enterprise(name=name, **given)
        room = factories.unit(house or self.one, area=50)
        factories.occupancy(firm, room, **stay)
        return firm

    def sends(self, period: str, lines: Sequence[Line]) -> int:
        """One list of the registry, taken in as by `./louyu import`; its exit status."""
        path = self.folder / f"名单{len(self.sent)}.csv"
        self.sent.append(path)
        told = [HEADERS, *(",".join(one) for one in lines)]
        path.write_text("\n".join([*told, ""]), encoding="utf-8")
        record = ["--provider", "试验区市场监管局", "--basis", "办法第七条", "--purpose", "比对"]
        return commands.run(
            ["import", "registrations", str(path), "--period", period, *record, "--class", "2"]
        )

    def compares(self) -> Ran:
        return compare(console("试验"))

    def told(self, **conditions: Any) -> list[tuple[str, str]]:
        """(kind, name) of the open discrepancies."""
        rows = Discrepancy.objects.unscoped("test").filter(closed_on=None, **conditions)
        return sorted(rows.values_list("kind", "name"))

    def pairing(self, firm: Enterprise) -> Pairing | None:
        return Pairing.objects.unscoped("test").filter(enterprise=firm).first()

    def registered(self, name: str) -> Registration:
        return in_force(Registration.objects.unscoped("test")).get(name=name)

    def stays(self, firm: Enterprise, day: date) -> list[Occupancy]:
        rows = Occupancy.objects.unscoped("test").filter(enterprise=firm)
        return list(rows.filter(during__contains=day))


@pytest.fixture
def district(tmp_path: Path, db: None) -> District:
    tree = factories.place_tree()
    one = factories.building(tree.street, name="望澜大厦", address="烟台市芝罘区澄湾路3号")
    two = factories.building(tree.other_street, name="霁川中心", address="烟台市芝罘区云帆街8号")
    for house, road, number in ((one, "澄湾路", "3号"), (two, "云帆街", "8号")):
        DoorNumber.objects.create(building=house, road=road, number=number)
    return District(tmp_path, tree, one, two)


@pytest.fixture
def street(district: District) -> User:
    return factories.user(Role.STREET, place=district.tree.street)


@pytest.fixture
def office(district: District) -> User:
    return factories.user(Role.OFFICE)
