"""何时再查: every night, when a month is handed in, when an import has been written."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from demo import factories
from louyu.engines.checks import RECHECK
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, hand_in
from louyu.journey.collection.opening import open_month
from louyu.journey.verification.findings.jobs import AT_NIGHT, ask_at_night
from louyu.journey.verification.findings.models import CheckRun, Finding
from louyu.journey.verification.findings.running import check_buildings
from louyu.kernel.inbox import count, sources
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import run_job
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    """With two rooms too many for what is said of its area."""
    house = factories.building(tree.street, business_area=100, name="试验大厦")
    for _ in range(2):
        factories.unit(house, area=90)
    return house


@pytest.fixture
def street(tree: factories.PlaceTree) -> User:
    return factories.user(Role.STREET, place=tree.street)


def found() -> list[str]:
    rows = Finding.objects.unscoped("test").filter(standing=False, closed_on=None)
    return list(rows.values_list("code", flat=True))


def work_off() -> None:
    waiting = Job.objects.unscoped("test").filter(kind=RECHECK, state="queued")
    for pk in list(waiting.values_list("pk", flat=True)):
        run_job(pk)


def test_the_worker_knows_when_to_ask() -> None:
    known = {
        (task.cron, task.task.name) for task in queue.periodic_registry.periodic_tasks.values()
    }
    assert (AT_NIGHT, "louyu.check_at_night") in known


def test_at_night_everything_is_looked_at_once(house: Building) -> None:
    ask_at_night()
    ask_at_night()
    assert Job.objects.unscoped("test").filter(kind=RECHECK).count() == 1
    work_off()
    assert found() == ["rooms-above-business-area"]
    assert CheckRun.objects.unscoped("test").filter(day=TODAY, found=1).exists()


def test_what_is_handed_in_is_looked_at_again(house: Building, street: User) -> None:
    cycle = open_month(month=Period.of(TODAY), day=TODAY, actor=console("试")).cycle
    duty = cycle.buildings_due.get()
    answers = Answers(rest_unchanged=True)
    hand_in(duty=duty, key=uuid4(), base=0, answers=answers, actor=actor_of(street))
    work_off()
    assert found() == ["rooms-above-business-area"]
    assert not CheckRun.objects.unscoped("test").exists()


def test_the_street_has_a_building_to_settle_until_it_answers(
    house: Building, street: User, client: Client
) -> None:
    ask_at_night()
    work_off()
    actor = actor_of(street)
    source = next(one for one in sources() if one.key == "doubts")
    waiting = count(actor)
    assert [row.pk for row in source.rows(actor)] == [house.pk]
    client.force_login(street)
    page = client.get(source.tell(house).link)
    assert "房源合计 180" in page.content.decode()
    finding = Finding.objects.unscoped("test").get(standing=False)
    address = f"/doubts/{finding.pk}/act/?building={house.pk}"
    answered = client.post(address, {"answer": "含避难层"}, follow=True)
    assert answered.redirect_chain[0][0] == f"/doubts/?building={house.pk}"
    assert "情况说明已登记" in answered.content.decode()
    assert count(actor) == waiting - 1
    closed = client.get(f"/doubts/?state=closed&building={house.pk}").content.decode()
    assert "含避难层" in closed


def test_an_administrator_reads_how_the_checks_go_and_no_row(
    house: Building, client: Client
) -> None:
    ask_at_night()
    work_off()
    factories.sign_in(client, factories.user(Role.SYSTEM_ADMIN))
    page = client.get("/integrity/").content.decode()
    assert "房源面积合计大于登记的商务面积" in page
    assert "/doubts/" not in page
    assert client.get("/doubts/").status_code == 403


def test_the_buildings_own_page_leads_to_what_waits(
    client: Client, house: Building, street: User
) -> None:
    address = f"/doubts/?building={house.pk}"
    client.force_login(street)
    assert address not in client.get(f"/buildings/{house.pk}/").content.decode()
    check_buildings([house.pk])
    assert address in client.get(f"/buildings/{house.pk}/").content.decode()
    client.force_login(factories.user(Role.DEPARTMENT))
    assert address not in client.get(f"/buildings/{house.pk}/").content.decode()


@pytest.mark.parametrize("before", ["/findings/", "/findings/7/"])
def test_where_findings_were_listed_before_leads_here(
    client: Client, street: User, before: str
) -> None:
    client.force_login(street)
    assert client.get(before, follow=True).redirect_chain[-1][0] == "/doubts/"


@pytest.mark.parametrize("text", ["机" * 501, "机\x00房"])
def test_an_answer_that_cannot_be_kept_is_told_and_stays_open(
    house: Building, street: User, client: Client, text: str
) -> None:
    ask_at_night()
    work_off()
    client.force_login(street)
    finding = Finding.objects.unscoped("test").get(standing=False)
    told = client.post(f"/doubts/{finding.pk}/act/", {"answer": text}, follow=True)
    assert "情况说明最多 500 字" in told.content.decode()
    finding.refresh_from_db()
    assert finding.is_open


def test_lines_of_an_answer_count_as_the_page_counts_them(
    house: Building, street: User, client: Client
) -> None:
    """A page sends every end of a line as two characters, and counts it as one."""
    ask_at_night()
    work_off()
    client.force_login(street)
    finding = Finding.objects.unscoped("test").get(standing=False)
    client.post(f"/doubts/{finding.pk}/act/", {"answer": "机\r\n" * 249 + "机"})
    finding.refresh_from_db()
    assert not finding.is_open
