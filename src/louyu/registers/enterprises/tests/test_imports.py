"""经营主体导入: found by code, kept exactly, refused at the cell."""

from pathlib import Path

import pytest

from demo import codes, factories
from louyu.registers.deliveries.tests.workbooks import checked, imported, outcome, workbook
from louyu.registers.enterprises.models import Enterprise, EnterpriseEvent, EnterpriseName
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

HEADERS = ("企业名称", "统一社会信用代码", "注册资本（万元）", "成立日期", "登记状态")
FIRST, SECOND = codes.invented(1), codes.invented(2)
Capture = pytest.CaptureFixture[str]


def stored(uscc: str) -> Enterprise:
    return Enterprise.objects.unscoped("test").get(uscc=uscc)


def test_a_new_line_becomes_an_enterprise_with_exact_values(
    tmp_path: Path, capsys: Capture
) -> None:
    path = workbook(
        tmp_path / "a.xlsx", HEADERS, ("甲公司", FIRST.lower(), "1,000.5", "2016年3月1日", "在业")
    )
    assert imported(capsys, "enterprises", path).counts == (1, 0, 0, 0, 0)
    row = stored(FIRST)
    assert (row.name, str(row.capital_yuan), str(row.founded_on), row.status) == (
        "甲公司", "10005000.00", "2016-03-01", "active",
    )  # fmt: skip
    assert row.name_sort == "jia3 gong1 si1"


def test_the_same_file_twice_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    rows = (("甲公司", FIRST, 10, None, None), ("乙公司", None, None, None, "存续"))
    path = workbook(tmp_path / "a.xlsx", HEADERS, *rows)
    imported(capsys, "enterprises", path)
    before = EnterpriseEvent.objects.count()
    assert imported(capsys, "enterprises", path).counts == (0, 0, 2, 0, 0)
    assert EnterpriseEvent.objects.count() == before


def test_a_changed_name_is_kept_as_the_former_one(tmp_path: Path, capsys: Capture) -> None:
    factories.enterprise(name="旧名公司", uscc=FIRST)
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("新名公司", FIRST, None, None, None))
    assert imported(capsys, "enterprises", path).counts == (0, 1, 0, 0, 0)
    former = EnterpriseName.objects.unscoped("test").get()
    assert (stored(FIRST).name, former.name) == ("新名公司", "旧名公司")
    event = EnterpriseEvent.objects.latest("pgh_id")
    assert event.pgh_context.metadata["event"] == "enterprises_imported"


def test_an_empty_cell_erases_nothing(tmp_path: Path, capsys: Capture) -> None:
    factories.enterprise(name="甲公司", uscc=FIRST, capital_yuan=50_000)
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲公司", FIRST, None, "2016-03-01", None))
    assert imported(capsys, "enterprises", path).counts == (0, 1, 0, 0, 0)
    assert stored(FIRST).capital_yuan == 50_000


@pytest.mark.parametrize(
    "code", [9.13706e17, "9.137E+17", FIRST[:-1] + ("0" if FIRST[-1] != "0" else "1"), FIRST[:-1]]
)
def test_a_damaged_code_is_refused_at_its_cell(
    code: object, tmp_path: Path, capsys: Capture
) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        HEADERS,
        ("甲公司", code, None, None, None),
        ("乙公司", SECOND, None, None, None),
    )
    told = imported(capsys, "enterprises", path)
    assert told.counts == (1, 0, 0, 1, 0)
    assert told.refused[0][:2] == (2, "统一社会信用代码")


def test_a_number_from_before_2015_is_kept_as_the_old_one(tmp_path: Path, capsys: Capture) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲公司", "370602228012345", None, None, None))
    imported(capsys, "enterprises", path)
    row = Enterprise.objects.unscoped("test").get()
    assert (row.uscc, row.old_number) == (None, "370602228012345")
    assert imported(capsys, "enterprises", path).counts == (0, 0, 1, 0, 0)


def test_a_code_twice_in_one_file_refuses_the_second_line(tmp_path: Path, capsys: Capture) -> None:
    rows = (("甲公司", FIRST, None, None, None), ("乙公司", FIRST, None, None, None))
    told = imported(capsys, "enterprises", workbook(tmp_path / "a.xlsx", HEADERS, *rows))
    assert told.refused == [(3, "统一社会信用代码", FIRST)]
    assert "第 2 行" in told.reasons


def test_a_code_new_to_a_stored_name_is_held_back(tmp_path: Path, capsys: Capture) -> None:
    factories.enterprise(name="甲公司", uscc=None)
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲公司", FIRST, None, None, None))
    told = imported(capsys, "enterprises", path)
    assert (told.status, told.counts) == (1, (0, 0, 0, 0, 1))
    assert told.report["possible_same"][0]["candidate"] == "甲公司"


def test_another_streets_enterprise_is_refused_without_a_word_about_it(tmp_path: Path) -> None:
    tree = factories.place_tree()
    theirs = factories.enterprise(name="秘密公司", uscc=FIRST, place=tree.other_street)
    clerk = factories.actor(Role.STREET, place=tree.street)
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("别名公司", FIRST, 5, None, None))
    told = outcome(checked(clerk, "enterprises", path))
    assert told.refused == [(2, "统一社会信用代码", FIRST)]
    assert theirs.name not in str(told.report)


def test_what_a_street_adds_stays_in_its_sight(tmp_path: Path) -> None:
    tree = factories.place_tree()
    clerk = factories.actor(Role.STREET, place=tree.street)
    from louyu.registers.deliveries.services import apply, confirm

    row = checked(
        clerk,
        "enterprises",
        workbook(tmp_path / "a.xlsx", HEADERS, ("甲公司", FIRST, 5, None, None)),
    )
    apply(confirm(actor=clerk, row=row), clerk)
    assert Enterprise.objects.visible_to(clerk).get().place == tree.street


def test_another_streets_record_of_ones_tenant_is_said_again_but_not_moved(tmp_path: Path) -> None:
    tree = factories.place_tree()
    clerk = factories.actor(Role.STREET, place=tree.street)
    firm = factories.enterprise(name="甲公司", uscc=FIRST, place=tree.other_street)
    other = factories.enterprise(name="乙公司", uscc=SECOND, place=tree.street)
    for tenant in (firm, other):
        factories.occupancy(tenant, factories.unit(factories.building(tree.street)))
    headers = ("企业名称", "统一社会信用代码", "建档街道/园区")
    theirs = tree.other_street.name
    lines = ("甲公司", FIRST, theirs), ("乙公司", SECOND, theirs)
    told = outcome(checked(clerk, "enterprises", workbook(tmp_path / "a.xlsx", headers, *lines)))
    assert told.counts == (0, 0, 1, 1, 0)
    assert told.refused == [(3, headers[2], tree.other_street.name)]
