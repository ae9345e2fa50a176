"""月度页上的疑点: asked where the month is handed in, answered with it, nobody else's."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.engines.checks import Severity
from louyu.journey.collection.models import Duty
from louyu.journey.collection.tests.conftest import Round, a_round, tree
from louyu.journey.verification.findings.models import Closing, Finding
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.organizations.models import Role

__all__ = ["a_round", "tree"]
pytestmark = pytest.mark.django_db


def _finding(building: Building, number: int = 1, **more: Any) -> Finding:
    told: dict[str, Any] = {"code": "invented", "severity": Severity.WARNING} | more
    return Finding.objects.create(
        building=building,
        subject=f"{building.pk}:{number}",
        label=f"疑点{number}",
        words=f"第 {number} 处不一致",
        link=building.get_absolute_url(),
        opened_on=timezone.localdate(),
        **told,
    )


@pytest.fixture
def duty(a_round: Round, client: Client) -> Duty:
    client.force_login(a_round.liaison)
    return a_round.open()


def _sent(client: Client, a_round: Round, duty: Duty, **fields: Any) -> Any:
    told = {
        "key": str(uuid4()),
        "base": 0,
        "rest": "on",
        f"t-{a_round.overdue.pk}-verdict": "stays",
    }
    return client.post(duty.get_absolute_url(), told | fields)


def test_a_doubt_is_asked_on_the_months_page_and_answered_with_it(
    a_round: Round, duty: Duty, client: Client
) -> None:
    doubt = _finding(a_round.building)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "第 1 处不一致" in page
    answer = _sent(client, a_round, duty, **{f"d-{doubt.pk}-text": " 含避难层 "})
    assert answer.status_code == 302
    doubt.refresh_from_db()
    assert (doubt.closing, doubt.answer) == (Closing.ANSWERED, "含避难层")
    assert doubt.answered_by_id == a_round.liaison.pk


def test_left_unanswered_it_waits_and_holds_nothing_up(
    a_round: Round, duty: Duty, client: Client
) -> None:
    doubt = _finding(a_round.building)
    answer = _sent(client, a_round, duty, **{f"d-{doubt.pk}-text": "  "})
    assert answer.status_code == 302
    doubt.refresh_from_db()
    assert doubt.is_open
    receipt = client.get(answer.url).content.decode()
    assert f"/doubts/?building={a_round.building.pk}" in receipt


def test_a_month_that_is_not_taken_leaves_the_doubt_and_what_was_typed(
    a_round: Round, duty: Duty, client: Client
) -> None:
    doubt = _finding(a_round.building)
    text = {f"d-{doubt.pk}-text": "含避难层"}
    answer = _sent(client, a_round, duty, **text, **{f"t-{a_round.overdue.pk}-verdict": ""})
    assert answer.status_code == 422
    assert "含避难层" in answer.content.decode()
    doubt.refresh_from_db()
    assert doubt.is_open


def test_too_long_an_explanation_is_told_at_its_doubt(
    a_round: Round, duty: Duty, client: Client
) -> None:
    doubt = _finding(a_round.building)
    answer = _sent(client, a_round, duty, **{f"d-{doubt.pk}-text": "长" * 501})
    assert answer.status_code == 422
    assert "最多 500 字" in answer.content.decode()
    assert duty.submissions.count() == 0


def test_what_is_blocking_can_only_be_mended(a_round: Round, duty: Duty, client: Client) -> None:
    doubt = _finding(a_round.building, severity=Severity.BLOCKING)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "请更正数据" in page
    assert f"d-{doubt.pk}-text" not in page
    _sent(client, a_round, duty, **{f"d-{doubt.pk}-text": "没有错"})
    doubt.refresh_from_db()
    assert doubt.is_open


def test_the_gravest_come_first_and_the_rest_is_counted(
    a_round: Round, duty: Duty, client: Client
) -> None:
    for number in range(1, 9):
        _finding(a_round.building, number)
    _finding(a_round.building, 9, severity=Severity.HINT)
    grave = _finding(a_round.building, 10, severity=Severity.BLOCKING)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "还有 3 条" in page
    assert page.index(f'id="d-{grave.pk}"') < page.index("第 1 处不一致")
    assert "第 9 处不一致" not in page


def test_another_buildings_doubt_is_neither_shown_nor_answered(
    a_round: Round, duty: Duty, client: Client
) -> None:
    elsewhere = factories.building(a_round.tree.street, name="另一幢", life_stage=LifeStage.IN_USE)
    Assignment.objects.create(
        capacity=Capacity.LIAISON,
        user=a_round.liaison,
        building=elsewhere,
        start=factories.LONG_AGO,
    )
    theirs = _finding(elsewhere, 7)
    assert "第 7 处不一致" not in client.get(duty.get_absolute_url()).content.decode()
    _sent(client, a_round, duty, **{f"d-{theirs.pk}-text": "顺手说明"})
    theirs.refresh_from_db()
    assert theirs.is_open


def test_a_community_that_reports_in_their_stead_reads_no_doubt(
    a_round: Round, duty: Duty, client: Client
) -> None:
    """Findings tell of rents (docs/decisions/0045)."""
    _finding(a_round.building)
    Building.objects.unscoped("test").filter(pk=a_round.building.pk).update(
        community=a_round.tree.community
    )
    client.force_login(factories.user(Role.COMMUNITY, place=a_round.tree.community))
    page = client.get(duty.get_absolute_url())
    assert page.status_code == 200
    assert "第 1 处不一致" not in page.content.decode()
