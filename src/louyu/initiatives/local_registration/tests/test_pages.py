"""服务页面: what office, street, leader and the firm itself see and may do; the workbook; paper."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import sign_in
from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.counting import by_month, progress
from louyu.initiatives.local_registration.models import Campaign, Entry
from louyu.initiatives.local_registration.tests.conftest import Service
from louyu.kernel.figures import percent
from louyu.registers.organizations.models import User

KEY = "6f2f0c7a-6d6b-4f0e-9d3c-0d5f4d7f0a0{}"


def entered(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def street(service: Service) -> Client:
    return entered(service.clerk)


def address(name: str, row: Campaign | Entry) -> str:
    return reverse(f"local-registration-{name}", args=[row.pk])


def act(client: Client, entry: Entry, move: str, number: int = 0, **told: str) -> str:
    told |= {"move": move, "key": KEY.format(number)}
    answer = client.post(address("firm-act", entry), told, follow=True)
    entry.refresh_from_db()
    return answer.content.decode()


def test_the_office_makes_a_campaign_once_however_often_it_is_sent(service: Service) -> None:
    told = {
        "name": "春季活动",
        "basis": "试验文件",
        "place": str(service.tree.district.pk),
        "start": "2026-03-01",
        "end": "2026-05-31",
        "key": KEY.format(1),
    }
    office = entered(service.office_user)
    for _ in range(2):
        assert office.post(reverse("local-registration-new"), told).status_code == 302
    assert Campaign.objects.unscoped("test").filter(name="春季活动").count() == 1
    wrong = office.post(
        reverse("local-registration-new"), told | {"end": "2026-02-01", "key": KEY.format(2)}
    )
    assert wrong.status_code == 422
    assert "结束日期不能早于开始日期" in wrong.content.decode()
    assert entered(service.clerk).post(reverse("local-registration-new"), told).status_code == 403


def test_proposed_firms_are_listed_by_ticking_or_all_at_once(
    service: Service, street: Client
) -> None:
    service.compare()
    page = address("proposals", service.campaign)
    assert "试验丁有限公司" not in street.get(page).content.decode()
    ticked = {"firm": [service.firms[0].pk, service.other_firm.pk], "key": KEY.format(1)}
    street.post(page, ticked)
    assert [str(one) for one in service.entries()] == ["试验甲有限公司"]
    street.post(page, {"all": "1", "key": KEY.format(2)})
    assert len(service.entries()) == 3


def test_many_are_ticked_as_visited_and_the_list_stays_as_it_was(
    service: Service, street: Client
) -> None:
    chosen = [one.pk for one in service.list_all() if one.building_id == service.tower.pk]
    told = {"entry": chosen, "day": str(service.day), "key": KEY.format(3)}
    link = f"{address('visit-confirm', service.campaign)}?state=listed"
    answer = street.post(link, told)
    assert answer["Location"] == f"{address('list', service.campaign)}?state=listed"
    assert {one.state for one in service.entries()[:3]} == {"visited"}


def test_the_list_is_searched_filtered_and_sorted(service: Service, street: Client) -> None:
    entry = service.visited()
    page = address("list", service.campaign)
    found = street.get(page, {"state": "visited"}).content.decode()
    assert entry.enterprise.name in found
    assert "试验乙有限公司" not in found
    names = [str(one) for one in street.get(page, {"sort": "-firm"}).context["page"]]
    assert names == [f"试验{word}有限公司" for word in "乙甲丙"]  # by their pinyin
    assert "没有符合条件" in street.get(page, {"q": "没有这家"}).content.decode()


def test_the_steps_of_one_firm(service: Service, street: Client) -> None:
    entry = service.entry()
    day = str(service.day)
    assert "登记企业的答复" not in street.get(address("firm", entry)).content.decode()
    act(street, entry, "visit", 1, day=day)
    page = act(street, entry, "ask", 2, day=day)
    assert "不影响企业得到任何服务" in page
    assert "没有登记" in act(street, entry, "answer", 3, day=day, way="paper")
    assert entry.state == "asked"
    told = {"agrees": "yes", "person": "试答复", "way": "paper", "day": day}
    act(street, entry, "answer", 4, **told)
    assert entry.state == "consented"
    page = act(street, entry, "guide", 5, day=day, text="流程", helper="试帮办", materials="甲\n乙")
    assert "试帮办" in page
    page = act(street, entry, "withdraw", 6)
    assert entry.state == "withdrawn"
    assert "本次活动到此为止" in page
    assert 'name="move"' not in page


def test_sent_twice_a_step_is_one_step(service: Service, street: Client) -> None:
    entry = service.entry()
    for _ in range(2):
        act(street, entry, "visit", 1, day=str(service.day))
    assert entry.taken_steps.filter(act="visited").count() == 1


def test_a_no_leaves_nothing_to_ask(service: Service, street: Client) -> None:
    entry = service.entry()
    told = {"person": "试答复", "way": "phone", "day": str(service.day)}
    page = act(street, entry, "decline", 1, **told)
    assert entry.state == "declined"
    assert "不再走访、询问或提示" in page
    assert 'name="move"' not in page
    listed = street.get(address("list", service.campaign))
    assert entry.pk not in listed.context["visitable"]


def test_a_leader_reads_how_it_stands_and_not_who_said_it(service: Service) -> None:
    entry = service.visited()
    service.answered(entry)
    leader = entered(service.leader_user)
    page = leader.get(address("firm", entry)).content.decode()
    assert "同意" in page
    assert "试答复" not in page
    act(leader, entry, "withdraw")
    assert entry.state == "consented"
    act(leader, entry, "visit", day=str(service.day))
    assert entry.state == "consented"


def test_a_firm_sees_and_withdraws_its_own_consent_alone(service: Service) -> None:
    entry = service.visited()
    consent = service.answered(entry)
    own, other = (entered(service.speaker_of(firm)) for firm in service.firms[:2])
    link = reverse("local-registration-withdraw-act", args=[consent.pk])
    assert other.post(link).status_code == 404
    assert "没有记录" in other.get(reverse("local-registration-mine")).content.decode()
    assert "试答复" in own.get(reverse("local-registration-mine")).content.decode()
    assert own.get(address("firm", entry)).status_code == 403
    own.post(link)
    entry.refresh_from_db()
    consent.refresh_from_db()
    assert (entry.state, consent.withdrawn_by_words) == ("withdrawn", "试企业")


def test_counts_are_those_of_the_rows_behind_them(service: Service) -> None:
    first, second, third, _ = service.list_all()
    everyone = [first.pk, second.pk]
    services.visit(entries=everyone, day=service.day, actor=service.street)
    service.answered(first)
    service.answered(second, agrees=False)
    services.remove(entry=third, reason="已搬走", actor=service.street)
    service.registry_tells(service.firms[0])
    told = progress(service.campaign, service.office)
    assert told.by_key == {
        "listed": 3,
        "visited": 2,
        "consented": 1,
        "declined": 1,
        "guided": 0,
        "registered": 1,
    }
    assert percent(told.rate) == "33.33%"
    assert [line.name for line in told.streets] == ["向阳街道", "东山街道"]
    assert progress(service.campaign, service.street).by_key["listed"] == 2
    office = entered(service.office_user)
    for key, count in told.by_key.items():
        page = office.get(address("list", service.campaign), {"reached": key})
        assert page.context["page"].paginator.count == count, key
    (month,) = by_month(service.campaign, service.office)
    assert month.counts == told.total


def test_the_workbook_holds_the_list_as_it_was_asked_for(service: Service, street: Client) -> None:
    entry = service.visited()
    service.answered(entry)
    answer = street.get(address("export", service.campaign), {"state": "consented"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["分街道", "分楼宇", "名单"]
    cells = [str(cell.value) for row in book["名单"] for cell in row if cell.value is not None]
    assert "试验甲有限公司" in cells
    assert "试验乙有限公司" not in cells
    text = "".join(str(c.value) for sheet in book for row in sheet for c in row)
    assert "试验丁有限公司" not in text
    assert "试答复" not in text


def test_the_paper_says_that_it_is_voluntary(service: Service, street: Client) -> None:
    entry = service.entry()
    answer = street.get(address("consent-pdf", entry))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
