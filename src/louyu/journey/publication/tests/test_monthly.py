"""月度通报: template A from a month that was played through; its numbers are the frozen ones."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from docx import Document as open_word
from pypdf import PdfReader

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.documents import Document, Paragraph, Table
from louyu.engines.measures import Period, Quarter
from louyu.journey.collection.answering import TenantSaid
from louyu.journey.collection.models import Cycle, Duty, Verdict
from louyu.journey.collection.tests.conftest import Round, a_round  # noqa: F401
from louyu.journey.publication import services
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.comparing import last_issued
from louyu.journey.publication.editions import kept
from louyu.journey.publication.issuing import (
    render,
    render_pdf,
    render_workbook,
    signed_document,
)
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.taking import FiguresMissing
from louyu.journey.publication.telling import figures_of
from louyu.journey.publication.workflow import FLOW
from louyu.journey.statistics.computing import MonthRefused, compute
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.services import FiguresRefused
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import play, sampled
from louyu.journey.verification.services import accept
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import EndReason
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db

BEFORE, MONTH = Period("2026-08"), Period("2026-09")
ON_TIME, LATE, SILENT = ("accepted", (20,), "a"), ("submitted", (29,), ""), ("open", (), "")
EXEMPT, SENT_BACK = ("exempt", (), ""), ("accepted", (20, 21), "ra")
# Street, building, what became of August and of September; due on the 28th of both.
ROUND = (
    ("street", "甲大厦", ON_TIME, ON_TIME),
    ("street", "乙大厦", ON_TIME, LATE),
    ("street", "丙大厦", SILENT, SILENT),
    ("other_street", "丁大厦", ON_TIME, SENT_BACK),
    ("other_street", "戊大厦", ON_TIME, EXEMPT),
)


@pytest.fixture
def office() -> Actor:
    factories.organization(OrganizationKind.OFFICE, name="某区楼宇办")
    return factories.actor(Role.OFFICE)


@pytest.fixture
def tree(office: Actor) -> PlaceTree:
    tree, looker = factories.place_tree(), factories.user()
    cycles = [
        Cycle.objects.create(month=month.first, due_on=month.first.replace(day=28))
        for month in (BEFORE, MONTH)
    ]
    for at, name, *months in ROUND:
        house = factories.building(
            getattr(tree, at), name=name, life_stage="in_use", stage_since=factories.LONG_AGO
        )
        for cycle, told in zip(cycles, months, strict=True):
            play(cycle, house, told, looker)
    for month in (BEFORE, MONTH):
        compute(period=month, actor=office)
    return tree


@pytest.fixture
def draft(tree: PlaceTree, office: Actor) -> Bulletin:
    return services.draft(span=MONTH, place=tree.district, actor=office)


def _snapshot(bulletin: Bulletin) -> Snapshot:
    bulletin.refresh_from_db()
    return Snapshot.read(bulletin.data)


def _close(when: datetime) -> None:
    Cycle.objects.unscoped("test").update(closed_at=when, closed_by="试")


def _issue(bulletin: Bulletin, office: Actor) -> Bulletin:
    _close(timezone.now() - timedelta(hours=1))
    for step in ("submit", "issue"):
        FLOW.take(bulletin, step, actor=office)
    bulletin.refresh_from_db()
    return bulletin


def _paragraphs(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if isinstance(b, Paragraph))


def _table(bulletin: Bulletin, audience: Audience = Audience.INTERNAL) -> Table:
    blocks = signed_document(bulletin, audience).blocks
    return next(block for block in blocks if isinstance(block, Table))


def _word(content: bytes) -> str:
    opened = open_word(BytesIO(content))
    cells = (c.text for t in opened.tables for row in t.rows for c in row.cells)
    return "".join([*(p.text for p in opened.paragraphs), *cells]).replace("\n", "")


def test_the_text_says_what_the_month_counted(draft: Bulletin) -> None:
    """Four due: two in time, one late, one silent; in August four of five in time."""
    text = _paragraphs(signed_document(draft))
    assert "2026年9月，全区应报楼宇4幢（另有1幢本月免报），到9月28日按时报送2幢" in text
    assert "按时填报率50.00%，较上月下降30.00个百分点" in text
    assert "已报送3幢，报送率75.00%；街道、园区核实通过2幢，核实率50.00%" in text
    # Of two looked at one had been sent back.
    assert "一次通过率50.00%" in text
    assert "；核实准确率未抽查" in text
    assert "比对一致率：未比对" in text
    assert str(draft) == "芝罘区2026年9月楼宇数据维护通报"


def test_what_was_found_on_the_spot_says_of_how_many_buildings(
    tree: PlaceTree, office: Actor
) -> None:
    duty = Duty.objects.unscoped("test").get(building__name="甲大厦", cycle__month=MONTH.first)
    stay = factories.occupancy(factories.enterprise(), building=duty.building)
    sampled(duty, stay, True)
    compute(period=MONTH, actor=office)
    draft = services.draft(span=MONTH, place=tree.district, actor=office)
    text = _paragraphs(signed_document(draft))
    assert "到1幢现场抽查，核实准确率100.00%" in text


def test_every_rate_is_the_one_of_the_figures_page(
    draft: Bulletin, tree: PlaceTree, office: Actor
) -> None:
    printed = figures_of(_snapshot(draft))
    shown = readings_of(office, Subject(tree.district), MONTH)
    names = {"按时填报率": "WK02", "报送率": "WK02B", "一次通过率": "WK02C"}
    for name, code in (names | {"核实率": "WK02D", "数据完整率": "WK03"}).items():
        assert printed[name] == shown[code].text + (
            shown[code].unit if shown[code].is_number else ""
        )


def test_who_was_silent_twice_is_named_inside_only(draft: Bulletin) -> None:
    inside = _paragraphs(signed_document(draft))
    assert "连续两个月没有报送的楼宇1幢：丙大厦（向阳街道）" in inside
    assert "本月没有报送的楼宇1幢：向阳街道1幢" in inside
    public = _word(render(draft, Audience.PUBLIC))
    assert "按时报送2幢" in public
    for _, name, *_ in ROUND:
        assert name not in public
    # What is asked of streets is what they read.
    assert "10月月度更新请于10月30日前报送" in public


def test_streets_stand_in_the_order_of_their_codes_and_are_not_ranked(draft: Bulletin) -> None:
    table = _table(draft)
    assert [row[0] for row in table.rows] == ["向阳街道", "东山街道"]
    assert table.rows[0] == ("向阳街道", "3", "2", "33.33", "未采集", "33.33", "未抽查", "1")
    assert table.rows[1] == ("东山街道", "1", "1", "100.00", "未采集", "100.00", "未抽查", "0")
    assert table.total == ("全区", "4", "3", "50.00", "未采集", "50.00", "未抽查", "1")
    assert "名次" not in _word(render(draft))


def test_ranked_only_where_the_office_says_so_and_then_for_good(
    tree: PlaceTree, office: Actor
) -> None:
    ranked = services.draft(span=MONTH, place=tree.district, actor=office, ranked=True)
    assert not services.retake(ranked, actor=office)
    rows = _table(ranked).rows
    assert [(row[0], row[-1]) for row in rows] == [("东山街道", "1"), ("向阳街道", "2")]
    issued = _issue(ranked, office)
    assert _snapshot(services.correct(issued, actor=office)).ranked


def test_equal_rates_share_a_place(draft: Bulletin) -> None:
    frozen = _snapshot(draft)
    twin = replace(frozen.parts[0], code="S9", name="同率街道")
    frozen = replace(frozen, ranked=True, parts=(*frozen.parts, twin))
    draft.data = frozen.written()
    places = {row[0]: row[-1] for row in _table(draft).rows}
    assert places == {"东山街道": "1", "向阳街道": "2", "同率街道": "2"}


def test_a_street_has_its_buildings_in_its_own(tree: PlaceTree, office: Actor) -> None:
    own = services.draft(span=MONTH, place=tree.street, actor=office)
    rows = {row[0]: row[1:5] for row in _table(own).rows}
    assert rows == {
        "甲大厦": ("已核实", "9月20日", "是", "0"),
        "乙大厦": ("待核实", "9月29日", "否", "0"),
        "丙大厦": ("未报送", "—", "否", "0"),
    }
    assert "本月没有报送的楼宇1幢：丙大厦" in _paragraphs(signed_document(own))


def test_the_annex_lists_every_building_with_its_state(draft: Bulletin) -> None:
    annex = [b for b in signed_document(draft).blocks if isinstance(b, Table)][-1]
    assert {row[0]: row[2] for row in annex.rows} == {
        "甲大厦": "已核实",
        "乙大厦": "待核实",
        "丙大厦": "未报送",
        "丁大厦": "已核实",
        "戊大厦": "免报",
    }


def test_a_month_that_was_not_computed_or_not_opened_has_no_bulletin(
    tree: PlaceTree, office: Actor
) -> None:
    with pytest.raises(FiguresMissing, match=r"\./louyu compute 2026-10"):
        services.draft(span=MONTH.shifted(1), place=tree.district, actor=office)
    compute(period=Period("2026-07"), actor=office)
    with pytest.raises(FiguresMissing, match="2026年7月没有列入月度更新的楼宇"):
        services.draft(span=Period("2026-07"), place=tree.district, actor=office)


def test_what_is_issued_freezes_its_month_and_stays(draft: Bulletin, office: Actor) -> None:
    issued = _issue(draft, office)
    with pytest.raises(MonthRefused, match="已冻结"):
        compute(period=MONTH, actor=office)
    Cycle.objects.unscoped("test").update(closed_at=None)
    Duty.objects.unscoped("test").update(state="exempt", why="试验")
    Building.objects.unscoped("test").filter(name="甲大厦").update(name="改名大厦")
    assert issued.file
    assert render(issued) == issued.file.path.read_bytes()
    for ending, made in (("pdf", render_pdf(issued)), ("docx", render(issued))):
        file = kept(issued, Audience.INTERNAL, ending)
        assert file
        assert made == file.path.read_bytes()


def test_a_month_computed_again_sends_the_bulletin_back(draft: Bulletin, office: Actor) -> None:
    Duty.objects.unscoped("test").filter(building__name="丙大厦").update(state="exempt", why="休")
    compute(period=MONTH, actor=office)
    with pytest.raises(TransitionRefused, match="起草之后有月份重新计算过"):
        _issue(draft, office)


def test_a_month_that_is_not_closed_is_not_issued(draft: Bulletin, office: Actor) -> None:
    """Nor is the one before it, which is frozen with it."""
    FLOW.take(draft, "submit", actor=office)
    with pytest.raises(FiguresRefused, match="2026年8月的月度更新还没有结束"):
        FLOW.take(draft, "issue", actor=office)


def test_figures_of_a_month_that_was_still_open_are_not_frozen(
    draft: Bulletin, office: Actor
) -> None:
    """Handed in after they were computed, before the month was closed: not in the figures."""
    _close(timezone.now())
    FLOW.take(draft, "submit", actor=office)
    with pytest.raises(FiguresRefused, match="2026年8月的月度更新在指标计算之后才结束"):
        FLOW.take(draft, "issue", actor=office)
    for month in (BEFORE, MONTH):
        compute(period=month, actor=office)
    FLOW.take(draft, "issue", actor=office)


def test_a_quarter_does_not_freeze_a_month_that_is_still_open(
    tree: PlaceTree, office: Actor
) -> None:
    quarter = services.draft(span=Quarter("2026Q3"), place=tree.district, actor=office)
    FLOW.take(quarter, "submit", actor=office)
    with pytest.raises(FiguresRefused, match="2026年8月的月度更新还没有结束"):
        FLOW.take(quarter, "issue", actor=office)
    compute(period=MONTH, actor=office)


def test_word_pdf_and_workbook_hold_the_numbers(draft: Bulletin, office: Actor) -> None:
    issued = _issue(draft, office)
    assert issued.file
    assert "按时填报率50.00%" in _word(issued.file.path.read_bytes())
    pdf = kept(issued, Audience.INTERNAL, "pdf")
    assert pdf
    pages = PdfReader(pdf.path).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert "按时填报率50.00%" in printed
    assert "丙大厦向阳街道未报送" in printed
    book = kept(issued, Audience.INTERNAL, "xlsx")
    assert book
    streets, buildings = openpyxl.load_workbook(BytesIO(book.path.read_bytes())).worksheets
    lines = [row for row in streets.values if row[0] in ("向阳街道", "东山街道", "全区")]
    assert [row[1:4] for row in lines] == [(3, 2, 33.33), (1, 1, 100), (4, 3, 50)]
    assert any(row[0] == "丙大厦" for row in buildings.values)
    public = openpyxl.load_workbook(BytesIO(render_workbook(issued, Audience.PUBLIC)))
    assert len(public.worksheets) == 1


def test_changes_told_and_looked_at_are_those_of_the_last_handing_in(
    a_round: Round,  # noqa: F811
    office: Actor,
) -> None:
    """One tenant left and was handed in twice; the street looked at the second."""
    duty = a_round.open()
    gone = TenantSaid(
        a_round.overdue, Verdict.LEFT, day=timezone.localdate(), end_reason=EndReason.COST
    )
    a_round.hand_in(duty, gone)
    a_round.hand_in(duty, gone)
    month = Period.of(timezone.localdate())
    place = a_round.tree.district
    compute(period=month, actor=office)
    draft = services.draft(span=month, place=place, actor=office)
    # The two who came lately moved in this month or the one before.
    told = figures_of(_snapshot(draft))
    assert (told["迁出"], told["已核实变更"]) == ("1家", "0项")
    before = _snapshot(draft).work.changes
    duty.refresh_from_db()
    street = factories.actor(Role.STREET, place=a_round.tree.street)
    accept(looked_at={duty.pk: duty.version}, actor=street)
    compute(period=month, actor=office)
    assert services.retake(draft, actor=office)
    work = _snapshot(draft).work
    assert work.changes == work.changes_accepted == before >= 1
    # One of the six that stand.
    assert figures_of(_snapshot(draft))["核实率"] == "16.67%"


def test_the_office_drafts_with_one_click_and_others_do_not(
    tree: PlaceTree, client: Client
) -> None:
    today = timezone.localdate()
    month = Period.of(today).previous
    cycle = Cycle.objects.create(month=month.first, due_on=month.last)
    house = Building.objects.unscoped("test").get(name="甲大厦")
    play(cycle, house, ON_TIME, factories.user())
    compute(period=month, actor=factories.actor(Role.OFFICE))
    told = {"kind": "monthly", "period": str(month), "place": tree.district.code}
    factories.sign_in(client, factories.user(Role.STREET, place=tree.street))
    assert client.post("/bulletins/new/", told).status_code == 403
    factories.sign_in(client, factories.user(Role.OFFICE))
    listed = client.get("/bulletins/").content.decode()
    assert f"芝罘区{month.words}的月度通报还没有起草" in listed
    page = client.post("/bulletins/new/", told, follow=True).content.decode()
    assert f"芝罘区{month.words}楼宇数据维护通报" in page
    assert "按时填报率100.00%" in page
    assert "的月度通报还没有起草" not in client.get("/bulletins/").content.decode()
    draft = Bulletin.objects.unscoped("test").get()
    for ending in ("word", "pdf", "excel"):
        assert client.get(f"/bulletins/{draft.pk}/{ending}/").status_code == 200
    assert client.get(f"/bulletins/{draft.pk}/tax/").status_code == 404


def test_the_last_one_of_its_kind_is_what_it_is_compared_with(
    draft: Bulletin, tree: PlaceTree, office: Actor
) -> None:
    compute(period=Period("2026-06"), actor=office)
    quarter = services.draft(span=Quarter("2026Q2"), place=tree.district, actor=office)
    _issue(quarter, office)
    assert last_issued(draft, office) is None
    august = services.draft(span=BEFORE, place=tree.district, actor=office)
    assert last_issued(draft, office) is None
    issued = _issue(august, office)
    assert last_issued(draft, office) == issued


def test_a_kind_has_its_own_way_of_writing_a_period(draft: Bulletin) -> None:
    for told in ("kind = 'quarterly'", "period = '2026Q3'", "period = '2026-13'"):
        with refused_by("bulletin_period_of_its_kind"):
            sql(f"UPDATE publication_bulletin SET {told}")


def test_a_streets_bulletin_is_its_own(tree: PlaceTree, office: Actor) -> None:
    own = _issue(services.draft(span=MONTH, place=tree.street, actor=office), office)

    def reads(role: str, **bounds: Any) -> bool:
        rows = Bulletin.objects.visible_to(factories.actor(role, **bounds))
        return rows.filter(pk=own.pk).exists()

    assert reads(Role.STREET, place=tree.street)
    assert not reads(Role.STREET, place=tree.other_street)
    assert reads(Role.DEPARTMENT)
    assert not reads(Role.LIAISON, organization=factories.organization())
