"""来源: a delivery of tax, of which nobody without the clearance reads a word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from demo import factories
from louyu.kernel.files.models import StoredFile
from louyu.registers.deliveries.models import DataClass, Delivery
from louyu.registers.organizations.models import OrganizationKind

if TYPE_CHECKING:
    from tests.scope.world import Person, World

MARKERS = ("壬鎏依据", "壬鎏目的", "壬鎏编号")


def plant(world: World) -> Delivery:
    basis, purpose, number = MARKERS
    return Delivery.objects.create(
        kind="tax",
        period=date(2024, 5, 1),
        provider=factories.organization(OrganizationKind.DEPARTMENT, name="试验区另一来文单位"),
        basis=basis,
        purpose=purpose,
        application_number=number,
        data_class=DataClass.GUARDED,
        allowed_roles=["office"],
        sha256="0" * 64,
        file=StoredFile.objects.create(
            name="来文.xlsx", sha256="0" * 64, size=1, content_type="", owner_id=None
        ),
    )


def forbidden(planted: Delivery, person: Person) -> dict[str, str]:
    return {} if person.cleared else dict.fromkeys(MARKERS, "a delivery of tax")
