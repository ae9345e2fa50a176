"""登记经过: a report is told with its reason, and the terms of a lease to their readers alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demo.factories import PlaceTree, organization
from louyu.kernel.history import acting
from louyu.registers.occupancy.tests.conftest import Tower, signed_in, text_of
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


def test_a_departure_is_told_on_the_pages_of_its_room_and_firm(tower: Tower) -> None:
    office = signed_in(Role.OFFICE)
    told = {"day": f"{YESTERDAY}", "reason": "cost", "why": "物业 9 月来电"}
    office.post(f"/stays/{tower.stay.pk}/departure/", told | {"leaves_vacant": "on"})
    for page in (f"/units/{tower.rooms['201'].pk}/", f"/enterprises/{tower.firm.pk}/"):
        text = text_of(office.get(page))
        assert "登记经过" in text
        assert "原因：物业 9 月来电" in text
        assert f"{tower.firm} · {tower.building}" in text
    assert "空置" in text_of(office.get(f"/units/{tower.rooms['201'].pk}/")).split("登记经过")[1]


def test_a_vacancy_is_told_with_its_reason(tower: Tower) -> None:
    office = signed_in(Role.OFFICE)
    room = tower.rooms["301"]
    told = {"state": "vacant", "since": f"{YESTERDAY}", "why": "上门看过"}
    office.post(f"/units/{room.pk}/vacancy/", told)
    assert "原因：上门看过" in text_of(office.get(f"/units/{room.pk}/"))


def test_another_street_hears_nothing_of_it_and_a_department_nothing_of_the_rent(
    tower: Tower, tree: PlaceTree
) -> None:
    with acting(console("试验"), "rent_changed", why="续签"):
        tower.stay.rent_yuan = 3
        tower.stay.save()
    page = f"/enterprises/{tower.firm.pk}/"
    own = text_of(signed_in(Role.STREET, place=tree.street).get(page))
    assert "月租金" in own.split("入驻登记经过")[1]
    department = organization(OrganizationKind.DEPARTMENT)
    told = text_of(signed_in(Role.DEPARTMENT, organization=department).get(page))
    told = told.split("入驻登记经过")[1]
    assert "月租金" not in told
    assert "续签" not in told
    assert "登记经过" not in text_of(signed_in(Role.STREET, place=tree.other_street).get(page))
