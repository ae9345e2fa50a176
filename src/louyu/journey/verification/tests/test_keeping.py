"""数据专人台与待办: what keeps the data from being whole, each with the way to settle it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.journey.collection.models import Cycle, DutyState
from louyu.journey.collection.opening import close_month
from louyu.journey.collection.steps import reopen
from louyu.journey.collection.tests.conftest import Round, a_round, tree  # noqa: F401
from louyu.journey.verification.keeping import parts_of
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(a_round: Round) -> User:  # noqa: F811
    return factories.user(Role.STREET, place=a_round.tree.street, name="试街道")


def _counts(clerk: User) -> dict[str, int]:
    today = timezone.localdate()
    return {part.title: part.count for part in parts_of(actor_of(clerk), today) if part.count}


def test_each_thing_to_see_to_is_counted_for_its_own_street(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    nobody = factories.building(a_round.tree.street, name="试验无人楼", life_stage="in_use")
    factories.building(a_round.tree.other_street, name="他街无人楼", life_stage="in_use")
    duty = a_round.open()
    assert _counts(clerk) == {"没有联络员": 1}
    Cycle.objects.unscoped("test").filter(pk=duty.cycle_id).update(
        month="2020-01-01", due_on=timezone.localdate() - timedelta(days=1)
    )
    assert _counts(clerk) == {"没有联络员": 1, "逾期未报": 2}
    client.force_login(clerk)
    page = client.get("/verification/keeper/").content.decode()
    assert f"building={nobody.pk}&amp;capacity=liaison" in page
    assert "他街无人楼" not in page
    assert "没有要办的：退回未改、补报中、数据矛盾、待交接、新交接的" in page


def test_a_new_liaison_is_told_with_what_the_old_one_left_open(
    a_round: Round,  # noqa: F811
    clerk: User,
) -> None:
    duty = a_round.open()
    named = a_round.building.assignments.get()
    named.start = timezone.localdate() - timedelta(days=3)
    named.save()
    assert _counts(clerk) == {"新交接的": 1}
    a_round.hand_in(duty, a_round.stays())
    assert _counts(clerk) == {}


def test_the_inbox_of_the_street_leads_to_what_is_to_be_looked_at(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    duty = a_round.open()
    client.force_login(clerk)
    line = f"{duty.cycle}：1 幢待核实"
    assert line not in client.get("/inbox/").content.decode()
    a_round.hand_in(duty, a_round.stays())
    assert line in client.get("/inbox/").content.decode()


def test_what_waits_in_a_reopened_month_is_in_the_inbox(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    """Closed, nothing can be said of it, and nothing is asked."""
    duty, office = a_round.open(), factories.actor(Role.OFFICE)
    a_round.hand_in(duty, a_round.stays())
    close_month(cycle=duty.cycle, day=duty.cycle.due_on + timedelta(days=1), actor=office)
    client.force_login(clerk)
    assert "幢待核实" not in client.get("/inbox/").content.decode()
    reopen(duty=duty, until=timezone.localdate(), reason="漏看一家", actor=office)
    assert f"{duty.cycle}：1 幢待核实" in client.get("/inbox/").content.decode()


def test_a_community_reports_for_a_building_that_nobody_runs(
    a_round: Round,  # noqa: F811
    client: Client,
) -> None:
    community = factories.user(Role.COMMUNITY, place=a_round.tree.community, name="试社区")
    duty = a_round.open()
    client.force_login(community)
    assert client.get(duty.get_absolute_url()).status_code == 404
    a_round.building.community = a_round.tree.community
    a_round.building.save()
    answer = client.get(duty.get_absolute_url())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "请核对是否还在" in page
    assert "未见续租" not in page, "a community reads no lease"
    made = a_round.hand_in(duty, a_round.stays(), actor=actor_of(community))
    duty.refresh_from_db()
    assert (made.on_behalf, duty.state) == (True, DutyState.SUBMITTED)
    factories.party(a_round.building, factories.organization(), "operator")
    assert client.get(duty.get_absolute_url()).status_code == 404
