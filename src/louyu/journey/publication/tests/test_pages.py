"""通报页面: what each role may do, and what the page says when it cannot be done."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as open_word

from demo import factories
from demo.factories import PlaceTree
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.services import fingerprint
from louyu.journey.publication.tests import samples
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def draft(tree: PlaceTree) -> Bulletin:
    return samples.bulletin(tree.district)


@pytest.fixture
def enter() -> Enter:
    def as_role(role: str, **bounds: Any) -> Client:
        client = Client()
        person = factories.user(role, name=f"{role}某", **bounds)
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return as_role


def at(bulletin: Bulletin, action: str = "") -> str:
    return f"/bulletins/{bulletin.pk}/{action}"


def said(response: Any) -> str:
    return response.content.decode()


def test_the_page_shows_the_sheet_with_its_figures(draft: Bulletin, enter: Enter) -> None:
    page = said(enter(Role.LEADER).get(at(draft)))
    for printed in ("芝罘区2026年第三季度楼宇经济通报", "较上季度末提高5.00个百分点", "A&amp;B园"):
        assert printed in page
    assert "修改正文" not in page


def test_the_office_edits_words_while_it_is_a_draft(draft: Bulletin, enter: Enter) -> None:
    text = draft.text + "\n三、下步工作\n继续核实未采集面积【未采集面积】。"
    sent = {"text": text, "seen": fingerprint(draft.text)}
    page = said(enter(Role.OFFICE).post(at(draft, "text/"), sent, follow=True))
    assert "继续核实未采集面积0.40万㎡。" in page
    assert "修改正文·office某" in page


def test_a_figure_nobody_knows_is_refused_and_the_text_kept(draft: Bulletin, enter: Enter) -> None:
    sent = {"text": draft.text + "\n【利润】", "seen": fingerprint(draft.text)}
    response = enter(Role.OFFICE).post(at(draft, "text/"), sent)
    assert (response.status_code, "没有【利润】这个数" in said(response)) == (422, True)
    assert "【利润】</textarea>" in said(response)


def test_two_people_cannot_overwrite_each_others_text(draft: Bulletin, enter: Enter) -> None:
    old = fingerprint(draft.text)
    office = enter(Role.OFFICE)
    office.post(at(draft, "text/"), {"text": draft.text + "\n甲", "seen": old})
    response = office.post(at(draft, "text/"), {"text": draft.text + "\n乙", "seen": old})
    assert (response.status_code, "有人改过正文" in said(response)) == (422, True)


def test_it_goes_to_review_and_back_with_a_reason(draft: Bulletin, enter: Enter) -> None:
    office, leader = enter(Role.OFFICE), enter(Role.LEADER)
    office.post(at(draft, "move/"), {"transition": "submit"})
    refused = {"text": draft.text + "\n丙", "seen": fingerprint(draft.text)}
    assert "只有拟稿中的通报可以修改" in said(office.post(at(draft, "text/"), refused))
    back = {"transition": "return_for_correction", "reason": "请核对东山街道"}
    page = said(leader.post(at(draft, "move/"), back, follow=True))
    assert "退回修改·leader某：请核对东山街道" in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_leader_cannot_send_it_to_review(draft: Bulletin, enter: Enter) -> None:
    page = enter(Role.LEADER).post(at(draft, "move/"), {"transition": "submit"}, follow=True)
    assert "您的岗位不能送核稿" in said(page)


@pytest.mark.parametrize("action", ["text/", "figures/", "number/"])
def test_only_the_office_writes(draft: Bulletin, enter: Enter, action: str) -> None:
    assert enter(Role.LEADER).post(at(draft, action)).status_code == 403


@pytest.mark.parametrize("action", ["", "word/", "text/"])
def test_a_draft_does_not_exist_for_a_street(
    draft: Bulletin, tree: PlaceTree, enter: Enter, action: str
) -> None:
    response = enter(Role.STREET, place=tree.street).get(at(draft, action))
    assert response.status_code in {403, 404}
    assert "第三季度" not in said(response)


def test_the_download_is_the_sheet_on_the_page(draft: Bulletin, enter: Enter) -> None:
    response = enter(Role.OFFICE).get(at(draft, "word/"))
    file = open_word(BytesIO(response.content))
    assert file.paragraphs[0].text == "芝罘区2026年第三季度楼宇经济通报"
    assert "%EF%BC%88%E6%8B%9F%E7%A8%BF%EF%BC%89.docx" in response["Content-Disposition"]


def test_an_empty_list_says_what_comes_next(enter: Enter) -> None:
    assert "起草第一份季度通报" in said(enter(Role.OFFICE).get("/bulletins/"))
    assert "由区楼宇办签发后" in said(enter(Role.DEPARTMENT).get("/bulletins/"))


def test_the_list_needs_no_more_queries_for_more_bulletins(tree: PlaceTree, enter: Enter) -> None:
    office = enter(Role.OFFICE)
    samples.bulletin(tree.district)
    office.get("/bulletins/")  # the first page of a session stores when it began
    with CaptureQueriesContext(connection) as one:
        office.get("/bulletins/")
    for place in (tree.street, tree.other_street, tree.park):
        samples.bulletin(place)
    with CaptureQueriesContext(connection) as four:
        page = office.get("/bulletins/?sort=place")
    assert said(page).count("楼宇经济通报</a>") == 4
    assert len(four) == len(one)


def test_the_list_goes_by_the_end_of_what_each_is_of(tree: PlaceTree, enter: Enter) -> None:
    """The newest first, and a quarter behind its own last month."""
    for kind, period in (
        ("quarterly", "2026Q2"),
        ("monthly", "2026-09"),
        ("quarterly", "2025Q4"),
        ("monthly", "2026-10"),
        ("monthly", "2026-06"),
        ("quarterly", "2026Q3"),
    ):
        samples.bulletin(tree.district, kind=kind, period=period)
    office = enter(Role.OFFICE)
    listed = [row.period for row in office.get("/bulletins/").context["page"]]
    assert listed == ["2026-10", "2026-09", "2026Q3", "2026-06", "2026Q2", "2025Q4"]
    oldest_first = [row.period for row in office.get("/bulletins/?sort=period").context["page"]]
    assert oldest_first == ["2025Q4", "2026-06", "2026Q2", "2026-09", "2026Q3", "2026-10"]
