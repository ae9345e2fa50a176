"""楼宇、房源、企业页的可见范围: nothing of other streets, no terms for those who need none."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from demo import factories
from demo.factories import PlaceTree
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.tests.conftest import Tower, Visit, text_of
from louyu.registers.organizations.models import ADMINISTRATORS, OrganizationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(tower: Tower, tree: PlaceTree) -> Occupancy:
    """The tower's tenant also sits in another street, and once sat in a third building there."""
    other = factories.building(tree.other_street, name="异街大楼")
    room = factories.unit(other, number="9901")
    past = factories.building(tree.other_street, name="异街旧楼")
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.occupancy(
        tower.firm, factories.unit(past, number="8801"), end=yesterday, end_reason="cost"
    )
    return factories.occupancy(tower.firm, room, is_primary=False, headcount=77)


def test_another_streets_building_and_unit_are_not_found(
    tower: Tower, tree: PlaceTree, visit: Visit
) -> None:
    unit = tower.rooms["201"]
    paths = [f"/units/{unit.pk}/", f"/buildings/{tower.building.pk}/roster.xlsx"]
    paths += [
        f"/buildings/{tower.building.pk}/?view={view}"
        for view in ("plan", "table", "tenants", "names", "history", "print")
    ]
    for path in paths:
        assert visit(path, role=Role.STREET, place=tree.other_street).status_code == 404
        assert visit(path, role=Role.STREET, place=tree.street).status_code == 200


def test_a_unit_of_another_building_does_not_open_in_this_ones_card(
    tower: Tower, elsewhere: Occupancy, visit: Visit, tree: PlaceTree
) -> None:
    foreign = elsewhere.unit_links.get().unit
    text = text_of(
        visit(
            f"/buildings/{tower.building.pk}/?unit={foreign.pk}",
            role=Role.STREET,
            place=tree.street,
        )
    )
    assert "9901" not in text


def test_a_street_sees_of_a_shared_enterprise_only_the_stays_in_its_buildings(
    tower: Tower, elsewhere: Occupancy, visit: Visit, tree: PlaceTree
) -> None:
    path = f"/enterprises/{tower.firm.pk}/"
    own = text_of(visit(path, role=Role.STREET, place=tree.street))
    assert "试验塔楼" in own
    assert _figures(own) == ["1", "250", "未采集"]
    for foreign in ("异街大楼", "异街旧楼", "9901", "8801"):
        assert foreign not in own
    whole = text_of(visit(path, role=Role.OFFICE))
    assert _figures(whole) == ["2", "350", "77"]
    assert "异街大楼" in whole
    assert "异街旧楼" in whole


def _figures(text: str) -> list[str]:
    strip = text[text.index("stays-figures") : text.index("只计您范围内")]
    return re.findall(r"<dd[^>]*>([^<]+)<", strip)


def test_one_enterprise_on_two_floors_is_one_tenant(tower: Tower, visit: Visit) -> None:
    tower.stay.unit_links.create(unit=tower.rooms["301"])
    page = text_of(visit(f"/buildings/{tower.building.pk}/?view=tenants"))
    rows = page[page.index("<tbody>") :]
    assert rows.count(f">{tower.firm.name}</a>") == 1
    assert "201、202、301" in rows


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_the_districts_heads_read_rents_and_leases(tower: Tower, visit: Visit, role: Role) -> None:
    assert _terms_shown(tower, visit, role=role) == {True}


def test_a_liaison_reads_the_terms_of_its_own_building(tower: Tower, visit: Visit) -> None:
    keeper = factories.organization(OrganizationKind.PROPERTY_MANAGER)
    factories.party(tower.building, keeper)
    assert _terms_shown(tower, visit, role=Role.LIAISON, organization=keeper) == {True}


def test_a_department_and_a_community_see_tenants_without_their_terms(
    tower: Tower, tree: PlaceTree, visit: Visit
) -> None:
    tower.building.community = tree.community
    tower.building.save()
    assert _terms_shown(tower, visit, role=Role.DEPARTMENT) == {False}
    assert _terms_shown(tower, visit, role=Role.COMMUNITY, place=tree.community) == {False}


def _terms_shown(tower: Tower, visit: Visit, **person: object) -> set[bool]:
    """On every page that could show them."""
    pages = [f"/buildings/{tower.building.pk}/?view={v}" for v in ("table", "tenants", "print")]
    pages.append(f"/buildings/{tower.building.pk}/?unit={tower.rooms['201'].pk}")
    pages.append(f"/enterprises/{tower.firm.pk}/")
    texts = [text_of(visit(page, **person)) for page in pages]
    assert all(tower.firm.name in text for text in texts)
    return {"2031-05-06" in text or "47.25" in text for text in texts}


@pytest.mark.parametrize("view", ["table", "tenants"])
def test_the_order_of_a_list_does_not_tell_what_it_hides(
    tower: Tower, visit: Visit, view: str
) -> None:
    longest = factories.occupancy(
        factories.enterprise(), tower.rooms["301"], lease_expiry=date(2040, 1, 1)
    )

    def order(role: Role, sort: str) -> list[str]:
        path = f"/buildings/{tower.building.pk}/?view={view}&sort={sort}"
        return _firms(text_of(visit(path, role=role)))

    assert order(Role.OFFICE, "-expiry")[0] == str(longest.enterprise_id)
    assert order(Role.OFFICE, "expiry")[0] == str(tower.firm.pk)
    hidden = [order(Role.DEPARTMENT, sort) for sort in ("", "expiry", "-expiry")]
    assert hidden[0] == hidden[1] == hidden[2]


def _firms(text: str) -> list[str]:
    return re.findall(r'href="/enterprises/(\d+)/"', text[text.index("<tbody>") :])


@pytest.mark.parametrize(("role", "told"), [(Role.OFFICE, True), (Role.DEPARTMENT, False)])
def test_the_roster_to_take_away_keeps_to_the_same_rule(
    tower: Tower, visit: Visit, tmp_path: Path, role: Role, told: bool
) -> None:
    book = tmp_path / "roster.xlsx"
    answer = visit(f"/buildings/{tower.building.pk}/roster.xlsx", role=role)
    book.write_bytes(b"".join(answer.streaming_content))
    cells = {value for row in load_workbook(book).active.values for value in row}
    assert tower.firm.name in cells
    assert (47.25 in cells) is told


def test_a_tenant_reads_its_own_page_and_no_building(
    tower: Tower, elsewhere: Occupancy, visit: Visit
) -> None:
    body = factories.organization(OrganizationKind.ENTERPRISE, uscc=tower.firm.uscc)
    person = {"role": Role.ENTERPRISE, "organization": body}
    own = text_of(visit(f"/enterprises/{tower.firm.pk}/", **person))
    assert "2031-05-06" in own
    assert "异街大楼" in own
    assert visit(f"/buildings/{tower.building.pk}/", **person).status_code == 404
    assert visit(f"/enterprises/{tower.owner.pk}/", **person).status_code == 404


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_the_three_administrators_see_no_business_page(
    tower: Tower, visit: Visit, role: Role
) -> None:
    for path in (
        f"/buildings/{tower.building.pk}/",
        f"/units/{tower.rooms['201'].pk}/",
        f"/enterprises/{tower.firm.pk}/",
    ):
        assert visit(path, role=role).status_code in {403, 404}


def test_a_phone_is_masked_for_those_who_only_look(
    tower: Tower, tree: PlaceTree, visit: Visit
) -> None:
    keeper = factories.organization(phone="13805356621")
    factories.party(tower.building, keeper)
    path = f"/buildings/{tower.building.pk}/"
    assert "13805356621" in text_of(visit(path, role=Role.STREET, place=tree.street))
    masked = text_of(visit(path, role=Role.DEPARTMENT))
    assert "138****6621" in masked
    assert "13805356621" not in masked


def test_a_units_page_tells_who_was_there_and_the_days_nobody_reported(
    tower: Tower, visit: Visit
) -> None:
    room = tower.rooms["301"]
    today = timezone.localdate()
    gone = factories.enterprise(name="烟台先来商贸有限公司")
    factories.occupancy(gone, room, end=today - timedelta(days=400), end_reason="cost")
    factories.vacancy(room, start=today - timedelta(days=300))
    text = text_of(visit(f"/units/{room.pk}/"))
    told = [text.index(word) for word in ("今日状态", "空置", "没有人报过此房源", gone.name)]
    assert told == sorted(told)
