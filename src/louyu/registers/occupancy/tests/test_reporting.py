"""入驻办理规则: who may report what, that twice is once, what becomes of the rooms."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.registers.occupancy.models import Occupancy, Vacancy
from louyu.registers.occupancy.stacking import State
from louyu.registers.occupancy.tests.conftest import Tower, plan, signed_in, text_of
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
LEFT = {"day": f"{YESTERDAY}", "reason": "cost", "destination": "高新区"}


def stays() -> Any:
    return Occupancy.objects.unscoped("test")


def state_of(tower: Tower, room: str) -> str:
    block = plan(tower.building).block_of(str(tower.rooms[room].pk))
    assert block is not None
    return block.state


def test_a_departure_ends_the_stay_and_leaves_its_rooms_vacant_from_the_next_day(
    tower: Tower, tree: PlaceTree
) -> None:
    clerk = signed_in(Role.STREET, place=tree.street)
    path = f"/stays/{tower.stay.pk}/departure/"
    answer = clerk.post(path, LEFT | {"leaves_vacant": "on"}, follow=True)
    assert f"已登记迁出：{tower.firm}" in text_of(answer)
    tower.stay.refresh_from_db()
    assert (tower.stay.end, tower.stay.end_reason) == (YESTERDAY, "cost")
    assert {state_of(tower, room) for room in ("201", "202")} == {State.VACANT}
    event = Occupancy.pgh_event_model.objects.filter(pgh_obj_id=tower.stay.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["event"] == "occupancy_ended"


def test_without_a_word_on_the_rooms_they_become_uncollected_not_vacant(tower: Tower) -> None:
    signed_in(Role.OFFICE).post(f"/stays/{tower.stay.pk}/departure/", LEFT)
    assert state_of(tower, "201") == State.UNCOLLECTED


def test_a_departure_sent_twice_is_one_and_a_different_one_is_refused(tower: Tower) -> None:
    office = signed_in(Role.OFFICE)
    path = f"/stays/{tower.stay.pk}/departure/"
    told = LEFT | {"leaves_vacant": "on"}
    assert [office.post(path, told).status_code for _ in range(2)] == [302, 302]
    assert Vacancy.objects.unscoped("test").filter(unit=tower.rooms["201"]).count() == 1
    answer = office.post(path, told | {"reason": "closed"})
    assert answer.status_code == 422
    assert f"已于 {YESTERDAY} 登记迁出" in text_of(answer)


def test_nobody_leaves_before_coming_or_in_the_future(tower: Tower) -> None:
    office = signed_in(Role.OFFICE)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in (factories.LONG_AGO - timedelta(days=1), tomorrow):
        answer = office.post(f"/stays/{tower.stay.pk}/departure/", LEFT | {"day": f"{day}"})
        assert "迁出日期应在入驻日期（2020-01-01）和今天之间" in text_of(answer)
    assert stays().get(pk=tower.stay.pk).end is None


def test_only_those_who_look_after_the_building_report_on_it(tower: Tower, tree: PlaceTree) -> None:
    keeper = factories.organization(OrganizationKind.PROPERTY_MANAGER)
    factories.party(tower.building, keeper)
    tenant = factories.organization(OrganizationKind.ENTERPRISE, uscc=tower.firm.uscc)
    may = [(Role.LIAISON, {"organization": keeper}), (Role.STREET, {"place": tree.street})]
    may_not = [
        (Role.STREET, {"place": tree.other_street}),
        (Role.LEADER, {}),
        (Role.DEPARTMENT, {}),
        (Role.ENTERPRISE, {"organization": tenant}),
        (Role.SYSTEM_ADMIN, {}),
    ]
    paths = (f"/stays/{tower.stay.pk}/departure/", f"/units/{tower.rooms['301'].pk}/vacancy/")
    for allowed, people in ((200, may), (404, may_not)):
        for role, bounds in people:
            person = signed_in(role, **bounds)
            assert [person.get(path).status_code for path in paths] == [allowed] * 2
            if allowed == 404:
                person.post(paths[0], LEFT)
    assert stays().get(pk=tower.stay.pk).end is None


def test_a_silent_room_said_to_be_empty_is_vacant_since_that_day(tower: Tower) -> None:
    office = signed_in(Role.OFFICE)
    path = f"/units/{tower.rooms['301'].pk}/vacancy/"
    office.post(path, {"state": "vacant", "since": "2026-01-05"})
    known = Vacancy.objects.unscoped("test").get(unit=tower.rooms["301"])
    assert (f"{known.start}", known.confirmed_on) == ("2026-01-05", timezone.localdate())
    assert state_of(tower, "301") == State.VACANT


def test_confirming_again_renews_the_day_and_another_state_begins_today(tower: Tower) -> None:
    office, today = signed_in(Role.OFFICE), timezone.localdate()
    path = f"/units/{tower.rooms['501'].pk}/vacancy/"
    rows = Vacancy.objects.unscoped("test").filter(unit=tower.rooms["501"]).order_by("start")
    office.post(path, {"state": "vacant", "since": f"{today}"})
    assert [(row.start, row.confirmed_on) for row in rows.all()] == [(factories.LONG_AGO, today)]
    for _ in range(2):
        office.post(path, {"state": "reserved", "since": f"{today}"})
    assert [(row.state, row.start, row.end) for row in rows.all()] == [
        ("vacant", factories.LONG_AGO, today - timedelta(days=1)),
        ("reserved", today, None),
    ]


def test_a_let_room_is_not_called_empty(tower: Tower) -> None:
    path = f"/units/{tower.rooms['201'].pk}/vacancy/"
    answer = signed_in(Role.OFFICE).post(path, {"state": "vacant", "since": f"{YESTERDAY}"})
    assert answer.status_code == 422
    assert "请先登记迁出" in text_of(answer)
    assert state_of(tower, "201") == State.LET
