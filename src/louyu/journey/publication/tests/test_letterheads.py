"""版头: each holds until the next begins; what was issued keeps the one of its day."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from docx import Document as open_word

from demo import factories
from louyu.engines.documents import Imprint, Signature
from louyu.engines.documents import Letterhead as Top
from louyu.engines.measures import Quarter
from louyu.journey.publication import services
from louyu.journey.publication.issuing import render, signed_document
from louyu.journey.publication.models import Bulletin, Letterhead
from louyu.journey.publication.printing import Dress, document
from louyu.journey.publication.sections import composed
from louyu.journey.publication.snapshot import Head, Snapshot
from louyu.journey.publication.tests import samples
from louyu.journey.publication.workflow import FLOW
from louyu.journey.statistics.computing import compute
from louyu.kernel.scope import Actor
from louyu.kernel.testing import refused_by, sql
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db

HEADERS = ("启用日期", "发文机关标志", "发文机关署名", "发文机关代字", "印发机关")


def beginning(days: int, mark: str, **fields: Any) -> Letterhead:
    """`days` from today."""
    begins = timezone.localdate() + timedelta(days=days)
    return Letterhead.objects.create(
        **{"valid_from": begins, "mark": mark, "issuer": f"{mark}办"} | fields
    )


@pytest.fixture
def office() -> Actor:
    factories.organization(OrganizationKind.OFFICE, name="某区楼宇办")
    return factories.actor(Role.OFFICE)


@pytest.fixture
def draft(office: Actor) -> Bulletin:
    tree = factories.place_tree()
    stands = {"life_stage": "in_use", "stage_since": factories.LONG_AGO}
    factories.building(tree.street, gross_floor_area=900, business_area=800, **stands)
    quarter = Quarter("2024Q3")
    compute(period=quarter.last_month, actor=office)
    return services.draft(span=quarter, place=tree.district, actor=office, letterhead=True)


@pytest.fixture
def web() -> Client:
    client = Client()
    backend = settings.AUTHENTICATION_BACKENDS[-1]
    client.force_login(factories.user(Role.OFFICE), backend=backend)
    return client


def issue(bulletin: Bulletin, office: Actor) -> Bulletin:
    for step in ("submit", "issue"):
        FLOW.take(bulletin, step, actor=office)
    bulletin.refresh_from_db()
    return bulletin


def mark(bulletin: Bulletin) -> str:
    top = signed_document(bulletin).letterhead
    assert top
    return top.mark


def test_without_a_letterhead_the_name_of_the_office_stands(draft: Bulletin) -> None:
    made = signed_document(draft)
    assert (made.letterhead, made.imprint) == (Top("某区楼宇办"), None)
    assert Signature("某区楼宇办") in made.blocks


def test_a_draft_shows_the_letterhead_that_holds_today(draft: Bulletin) -> None:
    for days, name in ((-400, "旧"), (0, "今"), (1, "明")):
        beginning(days, name)
    assert mark(draft) == "今"


def test_before_the_first_one_begins_there_is_none(draft: Bulletin) -> None:
    beginning(1, "明")
    assert mark(draft) == "某区楼宇办"


def test_what_was_issued_keeps_the_letterhead_of_its_day(draft: Bulletin, office: Actor) -> None:
    held = beginning(-10, "旧", number_word="旧办", printer="旧印发")
    issued = issue(draft, office)
    file = render(issued)
    held.mark = held.issuer = "改过"
    held.save()
    beginning(0, "新")
    assert Snapshot.read(issued.data).head == Head("旧", "旧办", "旧办", "旧印发")
    assert issued.file is not None
    assert render(issued) == file == issued.file.path.read_bytes()
    assert "旧" in [p.text for p in open_word(BytesIO(file)).paragraphs]


def test_a_letterhead_set_later_does_not_reach_what_was_issued_without(
    draft: Bulletin, office: Actor
) -> None:
    issued = issue(draft, office)
    beginning(-10, "后补")
    assert mark(issued) == "某区楼宇办"


def test_a_new_letterhead_does_not_send_a_draft_back(draft: Bulletin, office: Actor) -> None:
    beginning(-10, "旧")
    FLOW.take(draft, "submit", actor=office)
    beginning(0, "新")
    FLOW.take(draft, "issue", actor=office)
    draft.refresh_from_db()
    assert (draft.state, mark(draft)) == ("issued", "新")


def test_the_number_and_the_imprint_leave_room_until_the_day_is_known() -> None:
    of = samples.snapshot(head=Head("某区文件", "某区楼宇办", "某楼办", "某区商务局"))
    text = composed(of)
    draft = document(of, text, Dress(letterhead=True))
    assert (draft.letterhead, draft.imprint) == (
        Top("某区文件", "某楼办〔　　〕　　号"),
        Imprint("某区商务局"),
    )
    day = date(2026, 10, 18)
    issued = document(of, text, Dress(day=day, letterhead=True))
    assert (issued.letterhead, issued.imprint) == (
        Top("某区文件", "某楼办〔2026〕　　号"),
        Imprint("某区商务局", day),
    )


def test_without_the_red_head_only_the_signature_names_the_issuer() -> None:
    of = samples.snapshot(head=Head("某区文件", "某区办公室", "某楼办", "某区商务局"))
    made = document(of, composed(of))
    assert (made.letterhead, made.imprint) == (None, None)
    assert made.blocks[-1] == Signature("某区办公室")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("valid_from = (SELECT min(valid_from) FROM publication_letterhead)", "one_from_a_day"),
        ("mark = ' '", "names_the_issuer"),
        ("issuer = ''", "names_the_issuer"),
        ("number_word = '某办〔2026〕'", "number_word_alone"),
    ],
)
def test_the_database_itself_refuses(change: str, rule: str) -> None:
    beginning(-10, "旧")
    latest = beginning(0, "新")
    with refused_by(f"letterhead_{rule}"):
        sql(f"UPDATE publication_letterhead SET {change} WHERE id = {latest.pk}")


def test_the_office_writes_one_and_a_second_from_the_same_day_is_refused(web: Client) -> None:
    beginning(0, "今")
    key = "00000000-0000-4000-8000-00000000000"
    sent = {"valid_from": f"{timezone.localdate()}", "mark": "另一个", "issuer": "另一个"}
    page = web.post("/letterheads/new/", sent | {"key": f"{key}1"})
    assert (page.status_code, "这一天已有版头启用" in page.content.decode()) == (422, True)
    sent["valid_from"] = "2020-01-01"
    page = web.post("/letterheads/new/", sent | {"key": f"{key}2"}, follow=True)
    assert "已新增版头：另一个" in page.content.decode()


def test_a_table_of_letterheads_is_known_by_its_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (("2026-01-01", "甲文件", "甲", "甲办", None), ("2026-07-01", "乙", "乙", None, "丙"))
    path = workbook(tmp_path / "a.xlsx", HEADERS, *rows)
    assert imported(capsys, "letterheads", path).counts == (2, 0, 0, 0, 0)
    assert imported(capsys, "letterheads", path).counts == (0, 0, 2, 0, 0)
    wrong = workbook(tmp_path / "b.xlsx", HEADERS, ("2026-09-01", "丁", "丁", "丁〔2026〕", None))
    told = imported(capsys, "letterheads", wrong)
    assert told.counts == (0, 0, 0, 1, 0)
    assert "只填代字" in told.reasons
