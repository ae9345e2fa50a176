"""一个数: page, workbook, Word file and PDF print what is stored, to the last digit."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from docx import Document as open_word
from pypdf import PdfReader

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Quarter
from louyu.journey.publication import services
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.editions import kept
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.workflow import FLOW
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import Figure
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import OrganizationKind, Role, User

pytestmark = pytest.mark.django_db
QUARTER = Quarter("2024Q3")
AREAS = {"商务面积": "SP02", "空置面积": "SP06", "未采集面积": "SP13"}


@pytest.fixture
def office() -> Actor:
    factories.organization(OrganizationKind.OFFICE, name="某区楼宇办")
    return factories.actor(Role.OFFICE)


@pytest.fixture
def tree(office: Actor) -> PlaceTree:
    """Areas with cents, so that a number rounded on the way would show."""
    tree = factories.place_tree()
    areas = (("甲大厦", tree.street, "12345.67"), ("乙大厦", tree.other_street, "7654.32"))
    for name, street, area in areas:
        tower = factories.building(
            street,
            name=name,
            gross_floor_area=Decimal(area) + 100,
            business_area=Decimal(area),
            life_stage="in_use",
            stage_since=factories.LONG_AGO,
        )
        let = factories.unit(tower, area=Decimal("3333.33"))
        factories.occupancy(factories.enterprise(), let)
        factories.vacancy(factories.unit(tower, area=Decimal("1111.11")))
    compute(period=QUARTER.last_month, actor=office)
    return tree


@pytest.fixture
def issued(tree: PlaceTree, office: Actor) -> Bulletin:
    made = services.draft(span=QUARTER, place=tree.district, actor=office)
    for step in ("submit", "issue"):
        FLOW.take(made, step, actor=office)
    made.refresh_from_db()
    return made


def entered(actor: Actor) -> Client:
    client = Client()
    person = User.objects.get(pk=actor.user_id)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def stored(code: str, building: str | None = None) -> Decimal:
    figures = Figure.objects.unscoped("test").filter(indicator=code)
    of = (
        {"building__name": building} if building else {"building": None, "place__level": "district"}
    )
    return figures.get(**of).numerator


def pdf_words(content: bytes) -> str:
    """Typesetting puts space between Han characters and digits."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return re.sub(r"\s", "", "".join(pages))


def word_words(content: bytes) -> str:
    file = open_word(BytesIO(content))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "".join([*(p.text for p in file.paragraphs), *cells])


def test_every_edition_prints_the_stored_figures_of_the_buildings(
    issued: Bulletin, office: Actor
) -> None:
    page = entered(office).get(issued.get_absolute_url()).content.decode()
    word, pdf = (kept(issued, Audience.INTERNAL, ending) for ending in ("docx", "pdf"))
    assert word is not None
    assert pdf is not None
    texts = (page, word_words(word.path.read_bytes()), pdf_words(pdf.path.read_bytes()))
    for name in ("甲大厦", "乙大厦"):
        for code in AREAS.values():
            for text in texts:
                assert f"{stored(code, name):,}" in text, (name, code)


def test_the_whole_is_the_same_number_in_page_workbook_word_and_pdf(
    issued: Bulletin, office: Actor
) -> None:
    client = entered(office)
    page = client.get(issued.get_absolute_url()).content.decode()
    query = f"?period={QUARTER.last_month}&place={issued.place.code}"
    answer = client.get(f"/figures/export.xlsx{query}")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer)))
    rows = {row[3]: row[5] for row in book.worksheets[0].iter_rows(values_only=True) if row[3]}
    word = word_words(client.get(f"/bulletins/{issued.pk}/word/").getvalue())
    pdf = pdf_words(client.get(f"/bulletins/{issued.pk}/pdf/").getvalue())
    for name, code in AREAS.items():
        printed = (stored(code) / 10_000).quantize(Decimal("0.01"))
        assert Decimal(str(rows[code])) == printed
        for text in (page, word, pdf):
            assert f"{printed}万㎡" in text, name


def test_the_public_files_name_no_building(issued: Bulletin, tree: PlaceTree) -> None:
    street = factories.actor(Role.STREET, place=tree.street)
    client = entered(street)
    page = client.get(issued.get_absolute_url()).content.decode()
    word = word_words(client.get(f"/bulletins/{issued.pk}/word/").getvalue())
    pdf = pdf_words(client.get(f"/bulletins/{issued.pk}/pdf/").getvalue())
    for text in (page, word, pdf):
        assert "乙大厦" not in text
        assert "东山街道" in text


def test_the_pdf_counts_22_lines_of_28_characters() -> None:
    from louyu.engines.documents import Document, Paragraph
    from louyu.engines.documents.pdf import pdf

    made = pdf(Document("标题", (Paragraph("楼" * 28 * 30),)))
    first, second, *_ = PdfReader(BytesIO(made)).pages
    lines = [line for line in first.extract_text().splitlines() if "楼" in line]
    assert [len(line.strip()) for line in lines] == [26] + [28] * (len(lines) - 1)
    assert len(lines) in (20, 21)
    assert [page.extract_text().split("—")[1].strip() for page in (first, second)] == ["1", "2"]
    assert pdf(Document("标题", (Paragraph("楼"),))) == pdf(Document("标题", (Paragraph("楼"),)))
