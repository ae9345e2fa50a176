"""会签: asked at once, answered by each, and nothing is issued past an open one."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Quarter
from louyu.journey.publication import countersigning, services
from louyu.journey.publication.countersigning import CountersigningRefused
from louyu.journey.publication.models import Bulletin, Countersignature
from louyu.journey.publication.services import BulletinRefused
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.stamped import keep_scan
from louyu.journey.publication.trail import trail
from louyu.journey.publication.workflow import FLOW, moves_open_to
from louyu.journey.statistics.computing import compute
from louyu.kernel.inbox import sources
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Organization, OrganizationKind, Role, User

pytestmark = pytest.mark.django_db
QUARTER = Quarter("2024Q3")


@pytest.fixture
def office() -> Actor:
    factories.organization(OrganizationKind.OFFICE, name="某区楼宇办")
    return factories.actor(Role.OFFICE)


@pytest.fixture
def tree(office: Actor) -> PlaceTree:
    tree = factories.place_tree()
    stands = {"life_stage": "in_use", "stage_since": factories.LONG_AGO}
    factories.building(tree.street, gross_floor_area=900, business_area=800, **stands)
    compute(period=QUARTER.last_month, actor=office)
    return tree


@pytest.fixture
def bodies(tree: PlaceTree) -> list[Organization]:
    """A department and a street's office."""
    street = factories.organization(
        OrganizationKind.SUBDISTRICT, name="向阳街道办", place=tree.street
    )
    return [factories.organization(OrganizationKind.DEPARTMENT, name="某区商务局"), street]


@pytest.fixture
def draft(tree: PlaceTree, bodies: list[Organization], office: Actor) -> Bulletin:
    draft = services.draft(span=QUARTER, place=tree.district, actor=office)
    services.state_particulars(draft, fields={"copies": 30}, bodies=bodies, actor=office)
    FLOW.take(draft, "submit", actor=office)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def sent(draft: Bulletin, office: Actor) -> Bulletin:
    FLOW.take(draft, "countersign", actor=office)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def clerk(bodies: list[Organization]) -> Actor:
    return factories.actor(Role.DEPARTMENT, organization=bodies[0])


@pytest.fixture
def street(tree: PlaceTree) -> Actor:
    return factories.actor(Role.STREET, place=tree.street)


def row_of(bulletin: Bulletin, name: str) -> Countersignature:
    return next(row for row in countersigning.of(bulletin) if row.organization.name == name)


def names(bulletin: Bulletin, actor: Actor) -> list[str]:
    return [one.name for one in moves_open_to(bulletin, actor)]


def waiting(actor: Actor, key: str) -> int:
    return next(one for one in sources() if one.key == key).rows(actor).count()


def issue(bulletin: Bulletin, actor: Actor) -> Bulletin:
    FLOW.take(bulletin, "issue", actor=actor)
    bulletin.refresh_from_db()
    return bulletin


def test_a_draft_with_bodies_is_not_issued_past_them(draft: Bulletin, office: Actor) -> None:
    assert names(draft, office) == ["countersign", "return_for_correction"]
    with pytest.raises(TransitionRefused, match="某区商务局、向阳街道办"):
        FLOW.take(draft, "issue", actor=office)


def test_all_are_asked_at_once_and_each_sees_the_bulletin(
    draft: Bulletin, office: Actor, clerk: Actor, street: Actor
) -> None:
    assert not Bulletin.objects.visible_to(clerk).exists()
    FLOW.take(draft, "countersign", actor=office)
    for actor in (clerk, street):
        assert Bulletin.objects.visible_to(actor).get() == draft
        assert waiting(actor, "countersign") == 1
    draft.refresh_from_db()
    assert draft.reviewed_by_id == office.user_id


def test_a_body_that_was_not_asked_sees_nothing(sent: Bulletin, tree: PlaceTree) -> None:
    other = factories.organization(OrganizationKind.DEPARTMENT, name="某区财政局")
    for actor in (
        factories.actor(Role.DEPARTMENT, organization=other),
        factories.actor(Role.STREET, place=tree.other_street),
    ):
        assert not Bulletin.objects.visible_to(actor).exists()
        assert not Countersignature.objects.visible_to(actor).exists()
        with pytest.raises(CountersigningRefused, match="不等您单位会签"):
            countersigning.answer(row_of(sent, "某区商务局"), agrees=True, opinion="", actor=actor)


def test_it_is_issued_when_all_agree(
    sent: Bulletin, office: Actor, clerk: Actor, street: Actor
) -> None:
    leader = factories.actor(Role.LEADER)
    countersigning.answer(row_of(sent, "某区商务局"), agrees=True, opinion="", actor=clerk)
    with pytest.raises(TransitionRefused, match="没有完成：向阳街道办"):
        FLOW.take(sent, "issue", actor=leader)
    assert waiting(leader, "bulletins-issue") == 0
    countersigning.answer(row_of(sent, "向阳街道办"), agrees=True, opinion="", actor=street)
    assert waiting(leader, "bulletins-issue") == 1
    assert issue(sent, leader).issued_by_id == leader.user_id
    assert sent.reviewed_by_id == office.user_id
    assert [step.act for step in trail(sent)].count("会签同意") == 2
    with refused_by("countersignatures_are_kept"):
        sql("UPDATE publication_countersignature SET opinion = '改'")
    with refused_by("countersignatures_are_kept"):
        sql("DELETE FROM publication_countersignature")


def test_a_comment_is_written_and_dealt_with_before_issuing(
    sent: Bulletin, office: Actor, clerk: Actor, street: Actor
) -> None:
    commented = row_of(sent, "某区商务局")
    with pytest.raises(CountersigningRefused, match="把意见写出来"):
        countersigning.answer(commented, agrees=False, opinion=" ", actor=clerk)
    countersigning.answer(commented, agrees=False, opinion="请核对二产", actor=clerk)
    countersigning.answer(row_of(sent, "向阳街道办"), agrees=True, opinion="", actor=street)
    assert waiting(office, "countersign-comments") == 1
    with pytest.raises(TransitionRefused, match="没有完成：某区商务局"):
        FLOW.take(sent, "issue", actor=office)
    countersigning.handle(commented, handling="已协商一致", actor=office)
    assert waiting(office, "countersign-comments") == 0
    assert issue(sent, office).is_issued


def test_what_came_back_is_agreed_to_anew(
    sent: Bulletin, office: Actor, clerk: Actor, street: Actor
) -> None:
    for name, actor in (("某区商务局", clerk), ("向阳街道办", street)):
        countersigning.answer(row_of(sent, name), agrees=True, opinion="", actor=actor)
    FLOW.take(sent, "return_for_correction", actor=office, reason="改一段")
    assert not Bulletin.objects.visible_to(clerk).exists()
    FLOW.take(sent, "submit", actor=office)
    with pytest.raises(TransitionRefused, match="会签还没有完成"):
        FLOW.take(sent, "issue", actor=office)


def test_the_bodies_are_fixed_once_they_are_asked(sent: Bulletin, office: Actor) -> None:
    with pytest.raises(BulletinRefused, match="请先退回修改"):
        services.state_particulars(sent, fields={"copies": 5}, bodies=[], actor=office)


def test_without_bodies_it_goes_from_review_to_issue(draft: Bulletin, office: Actor) -> None:
    services.state_particulars(draft, fields={}, bodies=[], actor=office)
    assert names(draft, office) == ["issue", "return_for_correction"]
    with pytest.raises(TransitionRefused, match="还没有选会签单位"):
        FLOW.take(draft, "countersign", actor=office)
    issued = issue(draft, office)
    assert (issued.copies, issued.reviewed_by_id) == (30, office.user_id)


def scan(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_stamped_scan_is_kept_once_and_only_after_issuing(
    draft: Bulletin, office: Actor
) -> None:
    services.state_particulars(draft, fields={}, bodies=[], actor=office)
    with pytest.raises(BulletinRefused, match="只有已签发"):
        keep_scan(draft, upload=scan("章.pdf", b"%PDF-1.7"), actor=office)
    issue(draft, office)
    for name, content in (("章.pdf", b"MZ"), ("章.exe", b"%PDF-"), ("章.jpg", b"%PDF-1.7")):
        with pytest.raises(BulletinRefused, match="只收 PDF 或 JPG"):
            keep_scan(draft, upload=scan(name, content), actor=office)
    keep_scan(draft, upload=scan("章.JPG", b"\xff\xd8\xff\xe0"), actor=office)
    draft.refresh_from_db()
    assert draft.scan is not None
    assert (draft.scan.name, draft.scan.content_type) == (f"{draft}（盖章件）.jpg", "image/jpeg")
    with pytest.raises(BulletinRefused, match="不能更换"):
        keep_scan(draft, upload=scan("又.pdf", b"%PDF-1.7"), actor=office)
    with refused_by("issued_bulletin_never_changes"):
        sql("UPDATE publication_bulletin SET scan_id = NULL")


def test_a_scan_that_is_too_large_is_refused(draft: Bulletin, office: Actor) -> None:
    large = scan("章.pdf", b"%PDF-1.7" + b"0" * (20 * 1024 * 1024))
    with pytest.raises(BulletinRefused, match="不能超过 20 MB"):
        keep_scan(draft, upload=large, actor=office)


def test_a_correction_is_a_new_bulletin(draft: Bulletin, office: Actor) -> None:
    services.state_particulars(draft, fields={}, bodies=[], actor=office)
    with pytest.raises(BulletinRefused, match="还没有签发"):
        services.correct(draft, actor=office)
    issue(draft, office)
    services.record_number(draft, number="某办〔2024〕3号", actor=office)
    draft.refresh_from_db()
    made = services.correct(draft, actor=office)
    assert services.correct(draft, actor=office) == made
    assert str(made) == "芝罘区2024年第三季度楼宇经济通报（更正）"
    assert Snapshot.read(made.data).corrects == f"《{draft}》（某办〔2024〕3号）"
    assert made.text.startswith("现对【被更正的通报】作如下更正")
    assert services.draft(span=QUARTER, place=draft.place, actor=office) == draft
    assert not services.retake(made, actor=office)
    assert services.in_force(draft) == draft
    FLOW.take(made, "submit", actor=office)
    issue(made, office)
    assert services.in_force(draft) == made


def entered(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def said(response: Any) -> str:
    return response.content.decode()


def test_the_pages_lead_a_bulletin_through_it_all(
    draft: Bulletin, office: Actor, bodies: list[Organization]
) -> None:
    at = f"/bulletins/{draft.pk}/"
    clerk = entered(factories.user(Role.DEPARTMENT, organization=bodies[0], name="商务某"))
    desk = entered(User.objects.get(pk=office.user_id))
    sent = {"main_to": "各街道、园区", "copies": "30", "bodies": [bodies[0].pk]}
    assert "某区商务局" in said(desk.post(f"{at}particulars/", sent, follow=True))
    desk.post(f"{at}move/", {"transition": "countersign"})
    row = row_of(draft, "某区商务局")
    assert "请会签：芝罘区2024年第三季度楼宇经济通报" in said(clerk.get("/inbox/"))
    page = said(clerk.get(at))
    assert "提出意见" in page
    assert "意见怎样处理" not in page
    comment = {"answer": "comment", "opinion": "请核对面积"}
    clerk.post(f"{at}countersign/{row.pk}/", comment)
    assert clerk.post(f"{at}countersign/{row.pk}/", {"answer": "handle"}).status_code == 403
    page = said(desk.get(at))
    assert "意见：请核对面积" in page
    assert 'value="issue"' not in page
    handled = {"answer": "handle", "handling": "已核对无误"}
    assert 'value="issue"' in said(desk.post(f"{at}countersign/{row.pk}/", handled, follow=True))
    desk.post(f"{at}move/", {"transition": "issue"})
    sheet = said(desk.get(f"{at}issue-sheet/"))
    for printed in ("请核对面积（处理：已核对无误）", "各街道、园区", "30 份", "商务某"):
        assert printed in sheet
    assert clerk.get(f"{at}issue-sheet/").status_code == 404
    stamped = BytesIO(b"%PDF-1.7 stamped")
    stamped.name = "盖章.pdf"
    assert "盖章扫描件已保存" in said(desk.post(f"{at}scan/", {"scan": stamped}, follow=True))
    page = said(desk.post(f"{at}correction/", follow=True))
    assert "（更正）" in page
