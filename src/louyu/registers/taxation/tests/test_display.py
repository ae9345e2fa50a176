"""税收的显示: who reads which number of whom, on the page and in the files."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from demo import codes, factories
from louyu.registers.organizations.models import Clearance, Role, User
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment, TaxView
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, unzipped
from louyu.registers.taxation.years import UNMATCHED

pytestmark = pytest.mark.django_db

EVEN = [100_000] * 6


@pytest.fixture
def world() -> TaxWorld:
    """In the street one building of two payers between two of six; one payer nobody can place."""
    world = TaxWorld()
    street = world.tree.street
    world.building("双户大厦", street, [110_000, 120_000])
    world.building("六户大厦", street, EVEN)
    world.building("多户大厦", street, [130_000] * 6)
    world.building("邻街大厦", world.tree.other_street, [140_000] * 6)
    world.firm(None, 150_000)
    world.firm(None, 160_000)
    world.firm(None, 170_000)
    return world


def analyst() -> User:
    return cleared(factories.user(Role.DEPARTMENT, username="analyst"))


def cleared(person: User) -> User:
    Clearance.objects.create(user=person, kind="tax", basis="授权书", start=factories.LONG_AGO)
    return person


@pytest.fixture
def signed_in(settings: object) -> Callable[[User], Client]:
    settings.DEMO = True  # type: ignore[attr-defined]

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


SignIn = Callable[[User], Client]


def test_the_office_reads_every_building_exactly(world: TaxWorld, signed_in: SignIn) -> None:
    client = signed_in(factories.user(Role.OFFICE))
    page = words(client, reverse("tax") + f"?place={world.tree.street.code}")
    assert "23.00" in page
    assert "不予显示" not in page


def test_a_street_reads_neither_the_building_of_two_payers_nor_what_gives_it_away(
    world: TaxWorld, signed_in: SignIn
) -> None:
    client = signed_in(factories.user(Role.STREET, place=world.tree.street))
    page = client.get(reverse("tax")).context["display"]
    told = {line.row.name: [entry.text for entry in line.entries] for line in page.lines}
    assert told["双户大厦"] == ["不予显示"] * 3
    assert told["六户大厦"] == ["不予显示"] * 3
    assert told["多户大厦"] == ["78.00", "78.00", "156.00"]
    assert [entry.text for entry in page.total.entries] == ["161.00", "161.00", "322.00"]


def test_what_no_building_is_known_of_stands_apart_and_the_district_is_the_sum_of_buildings(
    world: TaxWorld, signed_in: SignIn
) -> None:
    display = signed_in(analyst()).get(reverse("tax")).context["display"]
    assert display.apart.row.key == UNMATCHED
    assert display.apart.entries[-1].yuan == 960_000
    assert world.tree.street.name in {line.row.name for line in display.lines}
    for at, total in enumerate(display.total.entries):
        assert total.yuan == sum(line.entries[at].yuan or 0 for line in display.lines)


def test_neither_another_street_nor_the_whole_district_is_there_for_a_street(
    world: TaxWorld, signed_in: SignIn
) -> None:
    client = signed_in(factories.user(Role.STREET, place=world.tree.street))
    for place in (world.tree.other_street, world.tree.district):
        assert client.get(reverse("tax"), {"place": place.code}).status_code == 404


def test_a_filter_nobody_declared_changes_nothing(world: TaxWorld, signed_in: SignIn) -> None:
    """Two questions whose difference is one enterprise would tell what it paid."""
    client = signed_in(factories.user(Role.STREET, place=world.tree.street))
    plain = client.get(reverse("tax")).context["display"]
    for query in ("tax_type=total", "industry=K", f"enterprise={world.firms[0].pk}", "q=第0号"):
        asked = client.get(f"{reverse('tax')}?{query}").context["display"]
        assert asked.total == plain.total
        assert asked.lines == plain.lines


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.EXPERT, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_others_find_no_page(world: TaxWorld, signed_in: SignIn, role: Role) -> None:
    client = signed_in(factories.user(role))
    for address in (reverse("tax"), reverse("tax-export", args=["xlsx"])):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_says_what_the_screen_says_and_who_took_it(
    world: TaxWorld, signed_in: SignIn, ending: str
) -> None:
    person = factories.user(Role.STREET, place=world.tree.street, name="郑取件")
    response = signed_in(person).get(reverse("tax-export", args=[ending]))
    body = b"".join(response.streaming_content)
    text = body.decode("utf-8-sig") if ending == "csv" else unzipped(body)
    assert "郑取件" in text
    for hidden in ("23.00", "60.00", ">23<", ">60<", ">46<", ">120<"):
        assert hidden not in text
    for told in ("双户大厦", "不予显示", "78", "322"):
        assert told in text


def test_a_workbook_carries_in_its_properties_who_took_it_and_from_where(
    world: TaxWorld, signed_in: SignIn
) -> None:
    person = factories.user(Role.OFFICE, name="郑取件")
    address = reverse("tax-export", args=["xlsx"]) + f"?year={YEAR}"
    body = b"".join(signed_in(person).get(address).streaming_content)
    with ZipFile(BytesIO(body)) as archive:
        properties = archive.read("docProps/custom.xml").decode()
    assert f"{person.pk} 郑取件" in properties
    assert f"year={YEAR}" in properties


def test_an_analyst_says_why_before_a_payment_is_shown(world: TaxWorld, signed_in: SignIn) -> None:
    firm, person = world.firms[0], analyst()
    client = signed_in(person)
    address = reverse("enterprise-tax", args=[firm.pk])
    assert "110,000" not in words(client, address)
    refused = client.post(address, {"purpose": "看", "form": "html"})
    assert refused.status_code == 422
    assert not TaxView.objects.unscoped("a test").exists()
    shown = client.post(address, {"purpose": "核对一月入库税款", "form": "html"})
    page = shown.content.decode()
    assert "110,000" in page
    assert f'data-mark="{person.name} ' in page
    view = TaxView.objects.unscoped("a test").get()
    assert (view.purpose, view.enterprise, view.rows) == ("核对一月入库税款", firm, 2)
    assert (view.user_id, view.form) == (person.pk, "html")


def test_a_file_of_payments_is_in_the_log_as_a_file(world: TaxWorld, signed_in: SignIn) -> None:
    address = reverse("enterprise-tax", args=[world.firms[0].pk])
    client = signed_in(analyst())
    response = client.post(address, {"purpose": "核对一月入库税款", "form": "xlsx"})
    text = unzipped(b"".join(response.streaming_content))
    assert "核对一月入库税款" in text
    assert TaxView.objects.unscoped("a test").get().form == "xlsx"


def test_a_street_reads_a_band_and_the_office_nothing_of_one_enterprise(
    world: TaxWorld, signed_in: SignIn
) -> None:
    firm = world.firms[0]
    page = reverse("enterprises-detail", args=[firm.pk])
    street = words(signed_in(factories.user(Role.STREET, place=world.tree.street)), page)
    assert "10–50万元" in street
    office = words(signed_in(factories.user(Role.OFFICE)), page)
    # What the office may open is named in the navigation; the page itself says nothing.
    assert "税" not in office.rsplit(firm.name, 1)[1]
    for person in (factories.user(Role.OFFICE), factories.user(Role.LEADER)):
        assert signed_in(person).get(reverse("enterprise-tax", args=[firm.pk])).status_code == 404


def test_an_enterprise_reads_its_own_payments_and_no_others(
    world: TaxWorld, signed_in: SignIn
) -> None:
    own, other = world.firms[:2]
    body = factories.organization("enterprise", name="本企业", uscc=own.uscc)
    client = signed_in(factories.user(Role.ENTERPRISE, organization=body))
    assert "110,000" in words(client, reverse("enterprise-tax", args=[own.pk]))
    assert client.get(reverse("enterprise-tax", args=[other.pk])).status_code == 404
    assert TaxView.objects.unscoped("a test").get().rows == 2


def test_the_bureaus_total_of_a_building_stands_in_for_payments_it_may_not_name(
    world: TaxWorld, signed_in: SignIn
) -> None:
    building = world.building("合计大厦", world.tree.street, [])
    world.declare(building, 900_000, payers=9, shares=(20, 35), month=1)
    client = signed_in(factories.user(Role.STREET, place=world.tree.street))
    display = client.get(reverse("tax")).context["display"]
    told = {line.row.name: [entry.text for entry in line.entries] for line in display.lines}
    assert told["合计大厦"] == ["90.00", "未报送", "90.00"]
    assert (display.coverage.declared, display.coverage.named) == (1, 3)


def test_payments_that_came_before_the_enterprise_was_entered_are_its_own(
    world: TaxWorld, signed_in: SignIn
) -> None:
    code = codes.invented(799_999)
    with opened("write"):
        TaxPayment.objects.unscoped("a test's own").create(
            code=code, name="后登记", tax_type="total", yuan=54_321, **world.delivered("tax", 1)
        )
    street = world.tree.street
    firm = factories.enterprise(name="后登记有限公司", uscc=code, place=street)
    body = factories.organization("enterprise", name="后登记本人", uscc=code)
    address = reverse("enterprise-tax", args=[firm.pk])
    own = signed_in(factories.user(Role.ENTERPRISE, organization=body))
    assert "54,321" in words(own, address)
    shown = signed_in(analyst()).post(address, {"purpose": "核对一月入库税款", "form": "html"})
    assert "54,321" in shown.content.decode()
    band = words(signed_in(factories.user(Role.STREET, place=street)), firm.get_absolute_url())
    assert "&lt;10万元" in band


def test_a_cleared_street_reads_exactly_and_no_further_than_its_street(
    world: TaxWorld, signed_in: SignIn
) -> None:
    street, other = world.tree.street, world.tree.other_street
    client = signed_in(cleared(factories.user(Role.STREET, place=street)))
    told = client.get(reverse("tax")).context["display"]
    assert "不予显示" not in {e.text for line in told.lines for e in line.entries}
    assert client.get(reverse("tax"), {"place": other.code}).status_code == 404
    assert client.get(reverse("tax-unidentified")).status_code == 404
    moved = next(f for f in world.firms if f.occupancies.filter(building__place=other).exists())
    address = reverse("enterprise-tax", args=[moved.pk])
    assert client.post(address, {"purpose": "核对一月税款", "form": "html"}).status_code == 404


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR, Role.COMMUNITY, Role.EXPERT])
def test_a_clearance_opens_nothing_beside_a_duty_that_never_reads_tax(
    world: TaxWorld, signed_in: SignIn, role: Role
) -> None:
    bounds: dict[str, object] = {"place": world.tree.community} if role == Role.COMMUNITY else {}
    if role in {Role.LIAISON, Role.OPERATOR}:
        bounds = {"organization": factories.organization("operator", name="运营")}
    client = signed_in(cleared(factories.user(role, **bounds)))
    for name in ("tax", "tax-unidentified", "tax-package"):
        assert client.get(reverse(name)).status_code == 404
    assert "税" not in words(client, reverse("home"))
