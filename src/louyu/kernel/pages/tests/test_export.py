"""导出: the screen's selection, whole, with native types, and nothing a workbook would run."""

from io import BytesIO

import openpyxl
import polars as pl
import pytest
from django.test import Client

from demo import factories
from demo.factories import PlaceTree
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.user(Role.OFFICE, name="试验甲"))
    return client


def csv(client: Client, address: str) -> pl.DataFrame:
    return pl.read_csv(client.get(address).getvalue(), infer_schema=False)


def sheet(client: Client, address: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(client.get(address).getvalue()))
    return list(book.active.iter_rows(values_only=True))


def test_all_rows_of_the_selection_in_its_order(tree: PlaceTree, office: Client) -> None:
    for number in range(25):
        factories.building(tree.street, name=f"滨海{number}", business_area=number + 1)
    factories.building(tree.street, name="内陆")
    taken = csv(office, "/buildings/export.csv?q=滨海&sort=-business_area&size=20&page=2")
    assert taken["商务面积（㎡）"].to_list() == [f"{n}.00" for n in range(25, 0, -1)]


def test_the_headers_are_those_of_the_form(tree: PlaceTree, office: Client) -> None:
    headers = csv(office, "/units/export.csv").columns
    assert headers[:5] == ["楼宇", "楼层", "房号", "面积（㎡）", "用途"]


def test_references_and_choices_are_written_as_an_import_reads_them(
    tree: PlaceTree, office: Client
) -> None:
    factories.unit(factories.building(tree.street, name="滨海"), floor=-2, number="B201")
    assert csv(office, "/units/export.csv").row(0)[:5] == ("滨海", "-2", "B201", "100.00", "商务")


def test_numbers_and_days_stay_what_they_are(tree: PlaceTree, office: Client) -> None:
    factories.building(tree.street, gross_floor_area="41000.50", completed_on="2014-06-30")
    rows = sheet(office, "/buildings/export.xlsx")
    header = next(row for row in rows if "楼宇名称" in row)
    data = dict(zip(header, rows[-1], strict=True))
    assert data["总建筑面积（㎡）"] == 41000.5
    assert str(data["竣工日期"]).startswith("2014-06-30")
    assert data["所在社区"] is None


def test_above_the_table_stand_selection_time_and_person(tree: PlaceTree, office: Client) -> None:
    factories.building(tree.street, name="滨海", use="hotel")
    rows = sheet(office, f"/buildings/export.xlsx?use=hotel&place={tree.street.pk}")
    head = "\n".join(str(row[0]) for row in rows[:3])
    assert "主要用途：酒店公寓" in head
    assert "管理街道/园区：向阳街道" in head
    assert "共 1 条" in head
    assert "试验甲" in head


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_text_is_never_a_formula(tree: PlaceTree, office: Client, text: str) -> None:
    factories.building(tree.street, name=f"{text}楼")
    book = openpyxl.load_workbook(BytesIO(office.get("/buildings/export.xlsx").getvalue()))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert "f" not in kinds
    assert csv(office, "/buildings/export.csv")["楼宇名称"][0].startswith("'")


def test_a_street_exports_its_own_rows_alone(tree: PlaceTree, client: Client) -> None:
    factories.building(tree.street, name="本街")
    factories.building(tree.other_street, name="邻街")
    client.force_login(factories.user(Role.STREET, place=tree.street))
    assert csv(client, "/buildings/export.csv")["楼宇名称"].to_list() == ["本街"]


def test_nothing_selected_is_a_table_of_headers(office: Client) -> None:
    assert csv(office, "/enterprises/export.csv").shape[0] == 0


def test_there_are_two_formats(office: Client) -> None:
    assert office.get("/buildings/export.pdf").status_code == 404
