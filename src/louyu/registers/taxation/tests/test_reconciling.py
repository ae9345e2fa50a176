"""楼宇与全区对账: what is in buildings and in none of them is all that was sent, to the fen."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from demo import codes, factories
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.reconciling import DECLARED, NAMED, NO_STAY, UNLISTED, WHOLE
from louyu.registers.taxation.tests.people import analyst, cleared, client_of
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, unzipped

pytestmark = pytest.mark.django_db

UNKNOWN = codes.invented(798_000)


@pytest.fixture
def world() -> TaxWorld:
    world = TaxWorld()
    world.building("多户大厦", world.tree.street, [130_000] * 6)
    world.pay(world.firms[0], Decimal("-1000.01"), 2)
    tower = world.building("合计大厦", world.tree.other_street, [])
    world.declare(tower, 900_000, payers=9, shares=(20, 35), month=2)
    world.firm(None, 150_000)
    world.pay_unlisted("没有识别号的店", Decimal("333.33"), 1)
    world.pay_unlisted("外地公司", Decimal("66666.67"), 2, code=UNKNOWN)
    return world


def test_every_part_is_told_to_the_fen_with_its_payers_and_they_are_the_whole(
    world: TaxWorld,
) -> None:
    page = client_of(factories.user(Role.OFFICE)).get(reverse("tax"))
    parts = {
        x.label: (x.month_payers, x.month.yuan, x.payers, x.so_far.yuan)
        for x in page.context["parts"]
    }
    assert parts == {
        NAMED: (6, Decimal("778999.99"), 6, Decimal("1558999.99")),
        DECLARED: (9, Decimal(900_000), 9, Decimal(900_000)),
        UNLISTED: (1, Decimal("66666.67"), 2, Decimal(67_000)),
        NO_STAY: (1, Decimal(150_000), 1, Decimal(300_000)),
        WHOLE: (17, Decimal("1895666.66"), 18, Decimal("2825999.99")),
    }
    overall = page.context["display"].overall
    assert [one.yuan for one in overall.entries[-2:]] == [parts[WHOLE][1], parts[WHOLE][3]]
    assert "1,558,999.99" in page.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_adds_up_to_the_fen(world: TaxWorld, ending: str) -> None:
    response = client_of(factories.user(Role.OFFICE)).get(reverse("tax-export", args=[ending]))
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if ending == "xlsx":
        assert all(word in unzipped(body) for word in (UNLISTED, NO_STAY, "2825999.99"))
        return
    rows = list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))
    for period in ("1月", "2月", "1–2月累计"):
        told = {
            row["范围"]: Decimal(row["税收（元）"])
            for row in rows
            if row["统计期"] == f"{YEAR}年{period}" and row["税收（元）"]
        }
        places = told[world.tree.street.name] + told.get(world.tree.other_street.name, 0)
        assert told[world.tree.district.name] == places
        assert told[WHOLE] == places + told["未落到楼宇"]


def test_a_firm_in_two_buildings_counts_whole_in_its_primary_one_and_once_in_the_district(
    world: TaxWorld,
) -> None:
    street, other = world.tree.street, world.tree.other_street
    second = world.building("次要大厦", other, [])
    firm = world.firm(factories.unit(second, floor=9, number="901"), 500_000)
    firm.occupancies.update(is_primary=False)
    first = world.building("主要大厦", street, [])
    factories.occupancy(firm, first.units.get(), is_primary=True)
    client = client_of(factories.user(Role.OFFICE))

    def told(place: str) -> dict[str, Decimal | None]:
        lines = client.get(reverse("tax"), {"place": place}).context["display"].lines
        return {line.row.name: line.entries[-1].yuan for line in lines}

    assert told(street.code)["主要大厦"] == 1_000_000
    assert told(other.code)["次要大厦"] is None
    named = client.get(reverse("tax")).context["parts"][0]
    assert (named.payers, named.so_far.yuan) == (7, Decimal("2558999.99"))


def test_a_leader_is_told_the_whole_only_with_both_of_its_parts(world: TaxWorld) -> None:
    """Two payers and one: hidden, and so is the whole that would give them by subtraction."""
    leader = client_of(factories.user(Role.LEADER))
    page = leader.get(reverse("tax"))
    assert page.context["parts"] == []
    display = page.context["display"]
    january = [line.entries[0].text for line in display.foot]
    assert january == ["78.00", "不予显示", "不予显示"]
    for number in range(6):
        world.pay_unlisted(f"新店{number}", 140_000, 1)
    display = leader.get(reverse("tax")).context["display"]
    total, apart, overall = (line.entries[0].yuan for line in display.foot)
    assert (total, apart) == (780_000, Decimal("990333.33"))
    assert overall == total + apart


def test_a_street_finds_no_word_of_what_is_in_no_building(world: TaxWorld) -> None:
    person = factories.user(Role.STREET, place=world.tree.street)
    page = client_of(person).get(reverse("tax"))
    assert "未落到楼宇" not in page.content.decode()
    assert len(page.context["display"].foot) == 1


WHY = "补登入驻前核对是哪些企业"


def asked(form: str = "html", **more: str) -> dict[str, str]:
    return {"purpose": WHY, "form": form} | more


def test_the_cleared_read_who_they_are_after_they_said_why_and_it_is_in_the_log(
    world: TaxWorld,
) -> None:
    client, address = client_of(analyst()), reverse("tax-unplaced", args=[YEAR])
    assert f'href="{address}"' in client.get(reverse("tax")).content.decode()
    assert "外地公司" not in client.get(address).content.decode()
    assert client.post(address, {"purpose": "看", "form": "html"}).status_code == 422
    assert not TaxView.objects.unscoped("a test").exists()
    page = client.post(address, asked())
    assert page["Cache-Control"] == "no-store"
    found = page.context["found"].payers
    assert [(one.name, one.why, one.months, one.yuan) for one in found] == [
        ("第6号商贸有限公司", "在名册，当月没有入驻记录", 2, 300_000),
        ("外地公司", "识别号不在企业名册", 1, Decimal("66666.67")),
        ("没有识别号的店", "来文没有识别号", 1, Decimal("333.33")),
    ]
    view = TaxView.objects.unscoped("a test").get()
    assert (view.purpose, view.rows, view.form) == (WHY, 3, "html")
    assert view.what == f"未落到楼宇的纳税人·{YEAR}年1–2月"
    assert page.context["found"].yuan == Decimal(367_000)


def test_one_month_alone_and_as_a_file(world: TaxWorld) -> None:
    client, address = client_of(analyst()), reverse("tax-unplaced", args=[YEAR])
    body = b"".join(client.post(address, asked("csv", month="2")).streaming_content)  # type: ignore[attr-defined]
    text = body.decode("utf-8-sig")
    assert "66666.67" in text
    assert "没有识别号的店" not in text
    assert TaxView.objects.unscoped("a test").get().what.endswith("2月")
    assert client.post(address, asked(month="7")).status_code == 422


def test_a_payer_of_a_withheld_month_is_not_listed(world: TaxWorld) -> None:
    world.records[3] = {"allowed_roles": ["office"]}
    world.pay_unlisted("三月的店", 500, 3)
    page = client_of(analyst()).post(reverse("tax-unplaced", args=[YEAR]), asked())
    assert "三月的店" not in page.content.decode()
    assert "没有授权您的岗位使用" in page.content.decode()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.STREET, Role.LIAISON])
def test_without_a_clearance_there_is_no_such_page(world: TaxWorld, role: Role) -> None:
    bounds: dict[str, object] = {"place": world.tree.street} if role == Role.STREET else {}
    if role == Role.LIAISON:
        bounds = {"organization": factories.organization(name="物业")}
    client = client_of(factories.user(role, **bounds))
    address = reverse("tax-unplaced", args=[YEAR])
    assert client.get(address).status_code == 404
    assert client.post(address, asked()).status_code == 404


def test_a_cleared_street_reads_no_payer_of_no_place(world: TaxWorld) -> None:
    client = client_of(cleared(factories.user(Role.STREET, place=world.tree.street)))
    assert client.post(reverse("tax-unplaced", args=[YEAR]), asked()).status_code == 404
