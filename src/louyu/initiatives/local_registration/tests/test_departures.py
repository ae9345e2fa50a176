"""迁出迹象: facts open one service visit per firm, worded as service; tax opens none."""

from datetime import timedelta

import pytest

from demo import factories
from louyu.initiatives.local_registration.departures import look
from louyu.initiatives.local_registration.models import DepartureSign
from louyu.initiatives.local_registration.tests.conftest import HERE, Service
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.kinds import kind_of
from louyu.registers.matters.models import Level, Matter, MatterState
from louyu.registers.matters.queries import turn_of
from louyu.registers.occupancy.models import EndReason, Occupancy
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role


def visits() -> list[Matter]:
    return list(Matter.objects.unscoped("test").filter(kind="departure_visit").order_by("pk"))


def seen() -> set[str]:
    return set(DepartureSign.objects.unscoped("test").values_list("kind", flat=True))


@pytest.fixture
def firm(service: Service) -> Enterprise:
    soon = service.day + timedelta(days=60)
    found: Enterprise = service.firm("试验将到期有限公司", service.tower, HERE, lease_expiry=soon)
    return found


def test_a_lease_that_runs_out_opens_one_visit_of_the_street(
    service: Service, firm: Enterprise
) -> None:
    assert look(console("test")).opened == 1
    assert look(console("test")).opened == 0
    (matter,) = visits()
    told = (matter.enterprise, matter.level, matter.place)
    assert told == (firm, Level.STREET, service.tree.street)
    assert kind_of(matter.kind).label == "服务走访"
    mine = Matter.objects.visible_to(service.street).filter(turn_of(service.street))
    assert matter in mine
    other = factories.actor(Role.STREET, place=service.tree.other_street)
    assert matter not in Matter.objects.visible_to(other)


def test_it_asks_what_is_needed_and_holds_nobody_back(service: Service, firm: Enterprise) -> None:
    look(console("test"))
    step = visits()[0].steps.get()
    assert "了解企业的需求" in step.text
    assert "自主决定" in step.text
    # Whoever the thread is handed to may read no leases.
    assert str((service.day + timedelta(days=60)).year) not in step.text
    for word in ("挽留", "劝阻", "税"):
        assert word not in step.text + visits()[0].title


def test_a_lease_that_was_renewed_or_runs_long_opens_none(service: Service) -> None:
    later = service.day + timedelta(days=91)
    service.firm("试验长租有限公司", service.tower, HERE, lease_expiry=later)
    own = service.day + timedelta(days=20)
    service.firm("试验自用有限公司", service.tower, HERE, lease_expiry=own, kind="owner_occupied")
    again = service.firm("试验续租有限公司", service.tower, HERE, lease_expiry=own)
    factories.occupancy(again, factories.unit(service.tower), start=service.day, lease_expiry=later)
    look(console("test"))
    assert visits() == []


def test_what_is_seen_meanwhile_joins_the_open_visit(service: Service, firm: Enterprise) -> None:
    look(console("test"))
    _give_up_a_room(service, firm)
    assert look(console("test")).opened == 0
    assert seen() == {"lease", "shrunk"}
    assert len(visits()) == 1


def _give_up_a_room(service: Service, firm: Enterprise) -> None:
    room = factories.unit(service.tower, area=400)
    factories.occupancy(
        firm,
        room,
        start=service.day - timedelta(days=400),
        end=service.day - timedelta(days=10),
        end_reason=EndReason.COST,
    )


def test_rooms_given_up_are_a_sign_and_a_changed_room_is_none(service: Service) -> None:
    shrinking = service.firm("试验缩租有限公司", service.tower, HERE)
    _give_up_a_room(service, shrinking)
    moving = factories.enterprise(name="试验换房有限公司", registration_authority=HERE)
    yesterday = service.day - timedelta(days=1)
    factories.occupancy(
        moving, factories.unit(service.tower), end=yesterday, end_reason=EndReason.OTHER
    )
    factories.occupancy(moving, factories.unit(service.tower), start=service.day)
    look(console("test"))
    assert [one.enterprise for one in visits()] == [shrinking]


def test_the_registry_told_of_a_move_while_the_firm_sits_here(service: Service) -> None:
    firm = service.firm("试验迁册有限公司", service.tower, HERE)
    before = (service.day.replace(day=1) - timedelta(days=1)).replace(day=1)
    service.registry_tells(firm, before)
    service.registry_tells(firm, is_local=False, authority="烟台市莱山区登记局")
    assert seen() == {"registry"}
    assert [one.enterprise for one in visits()] == [firm]


def test_a_sign_that_is_gone_ends_the_visit_by_itself(service: Service, firm: Enterprise) -> None:
    look(console("test"))
    stays = Occupancy.objects.unscoped("test").filter(enterprise=firm)
    stays.update(lease_expiry=service.day + timedelta(days=800))
    assert look(console("test")).ended == 1
    (matter,) = visits()
    assert matter.state == MatterState.CLOSED


def test_a_visit_that_was_made_is_not_asked_for_again(service: Service, firm: Enterprise) -> None:
    look(console("test"))
    Matter.objects.unscoped("test").filter(pk=visits()[0].pk).update(state=MatterState.ANSWERED)
    look(console("test"))
    assert len(visits()) == 1


def test_nothing_blocks_a_move(service: Service, firm: Enterprise) -> None:
    """The day after its visit was opened the firm leaves like any other."""
    look(console("test"))
    stay = Occupancy.objects.visible_to(actor_of(service.clerk)).get(enterprise=firm)
    stay.end, stay.end_reason = service.day, EndReason.LEASE_END
    stay.save()
    stay.refresh_from_db()
    assert stay.end == service.day
