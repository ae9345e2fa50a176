"""涉税版: who opens it; it prints the figures page's numbers, leaves a line and keeps nothing."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as open_word
from lxml import html
from pypdf import PdfReader

from demo import factories
from louyu.journey.publication.models import Bulletin, Edition
from louyu.journey.publication.tax_edition import CODES, may_open, opened_by
from louyu.journey.publication.tests import samples
from louyu.journey.publication.tests.taxed import QUARTER, issued, taxed, with_last_year
from louyu.journey.statistics.models import HistoricalFigure
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.tests.worlds import computed
from louyu.kernel.files.models import StoredFile
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import ADMINISTRATORS, Role, User
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.tests.worlds import TaxWorld

pytestmark = pytest.mark.django_db

HIDDEN, UNREPORTED = "不予显示", "未报送"
FORMS = {"": "html", "word/": "docx", "pdf/": "pdf"}


def entered(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def at(bulletin: Bulletin, what: str = "") -> str:
    return f"/bulletins/{bulletin.pk}/tax/{what}"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def rows_of(page: Any) -> list[list[str]]:
    """Every row of every table of a page, its cells without space."""
    tree = html.fromstring(page.content.decode())
    return [
        [squeezed(cell.text_content()) for cell in row.xpath("./th|./td")]
        for row in tree.xpath("//article//tr")
    ]


def rows_of_word(content: bytes) -> list[list[str]]:
    file = open_word(BytesIO(content))
    return [[squeezed(c.text) for c in row.cells] for table in file.tables for row in table.rows]


def pages_of_pdf(content: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def figures_page(client: Client, code: str) -> Any:
    page = client.get(f"/figures/?period={QUARTER.last_month}&place={code}")
    return html.fromstring(page.content.decode())


def told_there(client: Client, code: str) -> dict[str, tuple[str, str]]:
    """Indicator → its number and 同比, as the figures page prints them of the place."""
    found = {}
    for row in figures_page(client, code).xpath("//table[contains(@class,'figures-all')]/tbody/tr"):
        _, number, _, on_year, *_ = (squeezed(cell.text_content()) for cell in row)
        found[squeezed(row.xpath("./th/a")[0].text_content())] = number, on_year
    return found


@pytest.fixture
def world() -> TaxWorld:
    return with_last_year(taxed(TaxWorld()))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.STREET])
def test_page_word_and_pdf_print_what_the_figures_page_prints(world: TaxWorld, role: Role) -> None:
    """Every indicator, for readers of exact and of protected sums and for a street of its own."""
    place = world.tree.street if role is Role.STREET else world.tree.district
    bounds = {"place": place} if role is Role.STREET else {}
    client, bulletin = entered(factories.user(role, **bounds)), issued(place)
    there = told_there(client, place.code)
    page = {row[0]: row for row in rows_of(client.get(at(bulletin)))}
    word = {row[0]: row for row in rows_of_word(client.get(at(bulletin, "word/")).content)}
    pdf = "".join(pages_of_pdf(client.get(at(bulletin, "pdf/")).content))
    for code in CODES:
        name = TAX_BY_CODE[code].name
        number, on_year = there[name]
        _, unit, value, change, covered = page[squeezed(name)]
        assert number in (value + unit, value), code
        assert change == on_year, code
        assert word[squeezed(name)] == page[squeezed(name)], code
        assert squeezed(f"{name}{unit}{value}{change}{covered}") in pdf, code


def test_numbers_and_words_are_as_the_world_was_built(world: TaxWorld) -> None:
    """So that the comparison with the figures page is no comparison of dashes."""
    bulletin = issued(world.tree.district)
    office = entered(factories.user(Role.OFFICE)).get(at(bulletin))
    leader = entered(factories.user(Role.LEADER)).get(at(bulletin))
    exact, told = ({row[0]: row[2] for row in rows_of(page)[1:9]} for page in (office, leader))
    names = {code: squeezed(TAX_BY_CODE[code].name) for code in CODES}
    assert {UNREPORTED, "—"}.isdisjoint(exact.values())
    assert [exact[names[code]] for code in ("TX08", "TX09", "TX10")] == ["1", "2", "1"]
    assert told[names["TX08"]] == "<3"
    assert told[names["TX01"]] == exact[names["TX01"]]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_a_part_is_compared_with_last_year_as_on_its_own_page(world: TaxWorld, role: Role) -> None:
    client, bulletin = entered(factories.user(role)), issued(world.tree.district)
    rows = rows_of(client.get(at(bulletin)))
    street = next(row for row in rows if row[0] == world.tree.street.name)
    assert street[2] == told_there(client, world.tree.street.code)["楼宇税收"][1]
    listed = [row for row in rows if row[0].isdigit()]
    codes = dict(Building.objects.unscoped("test").values_list("name", "code"))
    for _, name, _, number, on_year, per_area in listed:
        there = told_there(client, codes[name])
        assert (f"{number}万元", on_year) == there["楼宇税收"]
        assert there["单位面积税收"][0] in (f"{per_area}元/㎡", per_area)
    assert any(row[4] not in ("—", "持平") for row in listed)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_streets_and_buildings_are_as_on_the_figures_page(world: TaxWorld, role: Role) -> None:
    client = entered(factories.user(role))
    for place in (world.tree.district, world.tree.street):
        bulletin = issued(place)
        parts = figures_page(client, place.code).xpath("//section[@id='taxes']//tbody/tr")
        assert len(parts) == (2 if place == world.tree.district else 3)
        rows = {row[0]: row for row in rows_of(client.get(at(bulletin)))[9:]}
        for part in parts:
            name, *there = (squeezed(cell.text_content()) for cell in part)
            _, number, _, *others = rows[name]
            here = [number, *others[:3], others[-1]]  # without 同比 and the count
            assert here == there, name
            assert role is Role.LEADER or HIDDEN not in here
        assert (role is Role.LEADER) == any(HIDDEN in row for row in rows.values())


def test_buildings_are_listed_for_whom_their_rows_are_told(world: TaxWorld) -> None:
    bulletin = issued(world.tree.district)
    office, leader = (
        rows_of(entered(factories.user(role)).get(at(bulletin)))
        for role in (Role.OFFICE, Role.LEADER)
    )
    names = [row[1] for row in office if row[0].isdigit()]
    assert names == ["亿元大厦", "亿元大厦", "新增大厦", "多户大厦", "六户大厦", "双户大厦"]
    seen = [row[1] for row in leader if row[0].isdigit()]
    assert seen
    assert not {"双户大厦", "六户大厦"} & set(seen)
    assert [row for row in leader if row[0].isdigit()] == [
        [str(number), *row[1:]]
        for number, row in enumerate((r for r in office[-5:] if r[1] in seen), start=1)
    ]


def test_what_was_never_delivered_is_unreported() -> None:
    """No month of last year."""
    world = taxed(TaxWorld())
    computed(QUARTER.last_month)
    page = entered(factories.user(Role.OFFICE)).get(at(issued(world.tree.district)))
    values = {row[0]: row[2] for row in rows_of(page)[1:9]}
    silent = {code for code in CODES if values[squeezed(TAX_BY_CODE[code].name)] == UNREPORTED}
    assert silent == {"TX10", "TX13"}


def test_a_typed_figure_of_last_year_is_compared_with_and_named() -> None:
    world = taxed(TaxWorld())
    computed(QUARTER.last_month)
    year_before = QUARTER.last_month.year_before
    for place, value in ((world.tree.district, 10_000), (world.tree.street, 450)):
        HistoricalFigure.objects.create(
            indicator="TX01",
            place=place,
            year=year_before.year,
            month=year_before.month,
            value=value,
            unit="wan_yuan",
            source="台账",
        )
    client = entered(factories.user(Role.OFFICE))
    rows = {row[0]: row for row in rows_of(client.get(at(issued(world.tree.district))))}
    for row, code in (("楼宇税收", world.tree.district.code), ("向阳街道", world.tree.street.code)):
        there = told_there(client, code)["楼宇税收"][1]
        assert there[0] in "+-"
        typed = [cell for cell in rows[row] if "历史填报" in cell]
        assert typed == [f"{there.removesuffix('历史填报')}（基数为历史填报）"]


def test_it_asks_as_much_of_many_buildings_as_of_few() -> None:
    world = taxed(TaxWorld())
    computed(QUARTER.last_month)
    client = entered(factories.user(Role.LEADER))
    asked = []
    for place in (world.tree.other_street, world.tree.street):  # of two and of three
        address = at(issued(place))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_what_a_record_of_use_withholds_is_in_no_number() -> None:
    """The record of January names the leaders alone."""
    world = taxed(TaxWorld(records={1: {"allowed_roles": [Role.LEADER]}}))
    computed(QUARTER.last_month)
    bulletin = issued(world.tree.district)
    office, leader = (
        entered(factories.user(role)).get(at(bulletin)) for role in (Role.OFFICE, Role.LEADER)
    )
    assert {row[2] for row in rows_of(office)[1:9]} == {"未获授权"}
    assert "没有授权您的岗位使用" in office.content.decode()
    assert "未获授权" not in leader.content.decode()


@pytest.mark.parametrize(
    "role",
    [
        *ADMINISTRATORS,
        *(Role.DEPARTMENT, Role.EXPERT, Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE),
        *(Role.COMMUNITY, Role.STREET),
    ],
)
def test_for_everybody_else_it_is_not_there(role: Role) -> None:
    """The street is the other one; a department reads the bulletin and finds no way to its tax."""
    tree = factories.place_tree()
    bulletin = issued(tree.street)
    bounds: dict[str, Any] = {}
    if role in {Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE}:
        bounds["organization"] = factories.organization()
    if role in {Role.COMMUNITY, Role.STREET}:
        bounds["place"] = tree.community if role == Role.COMMUNITY else tree.other_street
    person = factories.user(role, **bounds)
    client = entered(person)
    for what in FORMS:
        assert client.get(at(bulletin, what)).status_code == 404
    page = client.get(bulletin.get_absolute_url())
    assert page.status_code == (200 if role == Role.DEPARTMENT else 404)
    assert "涉税" not in page.content.decode()
    assert not may_open(actor_of(person), bulletin)
    assert not TaxView.objects.unscoped("test").exists()


def test_a_street_opens_its_own_and_not_the_districts() -> None:
    tree = factories.place_tree()
    own, district = issued(tree.street), issued(tree.district)
    client = entered(factories.user(Role.STREET, place=tree.street))
    for what in FORMS:
        assert client.get(at(own, what)).status_code == 200
        assert client.get(at(district, what)).status_code == 404
    assert at(own) in client.get(own.get_absolute_url()).content.decode()
    assert "涉税" not in client.get(district.get_absolute_url()).content.decode()


def test_a_draft_is_open_to_those_who_draw_it_up() -> None:
    tree = factories.place_tree()
    draft = samples.bulletin(tree.street, period=str(QUARTER))
    for role, status in ((Role.OFFICE, 200), (Role.LEADER, 200), (Role.STREET, 404)):
        bounds = {"place": tree.street} if role == Role.STREET else {}
        client = entered(factories.user(role, **bounds))
        assert [client.get(at(draft, what)).status_code for what in FORMS] == [status] * 3


def test_every_opening_leaves_a_line_and_nothing_else() -> None:
    world = taxed(TaxWorld())
    computed(QUARTER.last_month)
    bulletin = issued(world.tree.district)
    before = Bulletin.objects.unscoped("test").values().get(pk=bulletin.pk)
    files = StoredFile.objects.unscoped("test").count()
    leader = factories.user(Role.LEADER, name="区领导某")
    client = entered(leader)
    for what, form in FORMS.items():
        answer = client.get(at(bulletin, what))
        assert answer["Cache-Control"] == "no-store"
        view = TaxView.objects.unscoped("test").first()
        assert view
        assert (view.user_id, view.user_name, view.form) == (leader.pk, "区领导某", form)
        assert view.what == f"通报涉税版·{bulletin}"
        assert view.rows > len(CODES)
    assert TaxView.objects.unscoped("test").count() == len(FORMS)
    assert Bulletin.objects.unscoped("test").values().get(pk=bulletin.pk) == before
    assert StoredFile.objects.unscoped("test").count() == files
    assert not Edition.objects.unscoped("test").exists()


def test_what_could_not_be_made_was_not_opened() -> None:
    bulletin = issued(factories.place_tree().district)
    with pytest.raises(ZeroDivisionError), opened_by(factories.actor(), bulletin, form="pdf"):
        raise ZeroDivisionError
    assert not TaxView.objects.unscoped("test").exists()


def test_every_page_says_what_it_is_and_who_opened_it() -> None:
    world = taxed(TaxWorld())
    computed(QUARTER.last_month)
    bulletin = issued(world.tree.district)
    client = entered(factories.user(Role.OFFICE, name="办公室某"))
    assert "涉税·内部，不得外传" in client.get(at(bulletin)).content.decode()
    section = open_word(BytesIO(client.get(at(bulletin, "word/")).content)).sections[0]
    heads = [one.paragraphs[0].text for one in (section.header, section.even_page_header)]
    pages = pages_of_pdf(client.get(at(bulletin, "pdf/")).content)
    assert len(pages) > 1
    for text in [*map(squeezed, heads), *pages]:
        assert text.startswith("涉税·内部不得外传通报涉税版，办公室某")
