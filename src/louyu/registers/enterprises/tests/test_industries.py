"""行业: the tree of the standard, who it reaches, and the district's own industries."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from demo import factories
from louyu.kernel import commands
from louyu.kernel.testing import refused_by, sql
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.enterprises.listing import local_industry
from louyu.registers.enterprises.models import Enterprise, Industry, LocalIndustry
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

TREE = (
    ("I", "信息传输、软件和信息技术服务业"),
    ("I65", "软件和信息技术服务业"),
    ("I651", "软件开发"),
    ("I6510", "软件开发小类"),
    ("A01", "农业"),
)
Capture = pytest.CaptureFixture[str]


def load(tmp_path: Path, capsys: Capture) -> None:
    path = workbook(tmp_path / "gbt.xlsx", ("code", "name"), *TREE)
    told = imported(capsys, "industries", path)
    assert told.counts == (4, 0, 0, 1, 0)
    assert "没有它的上级 A" in told.reasons
    assert imported(capsys, "industries", path).counts == (0, 0, 4, 1, 0)


def rule(prefix: str, name: str, start: date = factories.LONG_AGO, end: date | None = None) -> None:
    LocalIndustry.objects.create(prefix=prefix, name=name, start=start, end=end)


def industry_of(enterprise: Enterprise, day: date) -> str | None:
    rows = Enterprise.objects.unscoped("test").annotate(found=local_industry(day))
    return rows.get(pk=enterprise.pk).found


@pytest.mark.parametrize(
    ("code", "parent"), [("I65", None), ("I65", "A"), ("I", "A"), ("A011", "A"), ("I6", "I")]
)
def test_a_code_continues_the_code_of_its_parent(code: str, parent: str | None) -> None:
    Industry.objects.create(code="A", name="农业")
    with refused_by("industry_code_continues_its_parent"):
        sql(
            "INSERT INTO enterprises_industry (code, name, parent_id) VALUES (%s, 'x', %s)",
            [code, parent],
        )


def test_the_standard_reaches_who_came_before_and_after_it(tmp_path: Path, capsys: Capture) -> None:
    before = factories.enterprise(industry_code="6510")
    load(tmp_path, capsys)
    after = [factories.enterprise(industry_code=code) for code in ("I6510", "65", "9999", "")]
    rows = Enterprise.objects.unscoped("test").order_by("pk")
    found = list(rows.values_list("industry__code", flat=True))
    assert found == ["I6510", "I6510", "I65", None, None]
    changed = after[0]
    changed.industry_code = "65"
    changed.save()
    assert rows.get(pk=changed.pk).industry.code == "I65"  # type: ignore[union-attr]
    assert before.pk


def test_a_code_the_standard_does_not_have_is_kept_and_told(
    tmp_path: Path, capsys: Capture
) -> None:
    load(tmp_path, capsys)
    path = workbook(tmp_path / "a.xlsx", ("企业名称", "行业代码"), ("甲公司", "I6599"))
    assert commands.run(["import", "enterprises", str(path)]) == 0
    assert "不在 GB/T 4754 中，已照原样保留：I6599" in capsys.readouterr().out
    assert Enterprise.objects.unscoped("test").get().industry_code == "I6599"


def test_the_longest_rule_in_force_gives_the_one_industry(tmp_path: Path, capsys: Capture) -> None:
    load(tmp_path, capsys)
    enterprise = factories.enterprise(industry_code="6510")
    rule("I", "数字产业", end=date(2025, 12, 31))
    rule("I65", "软件产业")
    rule("I651", "基础软件", start=date(2026, 1, 1))
    rule("A", "农业")
    assert industry_of(enterprise, date(2025, 6, 1)) == "软件产业"
    assert industry_of(enterprise, date(2026, 6, 1)) == "基础软件"
    assert industry_of(factories.enterprise(), date(2026, 6, 1)) is None


def test_one_prefix_has_one_rule_at_a_time() -> None:
    insert = (
        'INSERT INTO enterprises_localindustry (prefix, name, basis, start, "end") '
        "VALUES (%s, 'x', '', %s, %s)"
    )
    sql(insert, ["I65", "2026-01-01", None])
    with refused_by("local_industry_one_rule_per_prefix"):
        sql(insert, ["I65", "2026-06-01", None])
    with refused_by("local_industry_prefix_form"):
        sql(insert, ["65", "2026-06-01", None])


def test_a_map_that_contradicts_itself_or_what_stands_is_told_by_row(
    tmp_path: Path, capsys: Capture
) -> None:
    rule("I65", "软件产业")
    headers = ("主导产业", "行业代码开头", "开始日期", "结束日期")
    path = workbook(
        tmp_path / "a.xlsx",
        headers,
        ("数字产业", "I65", "2026-01-01", None),
        ("金融业", "J66", "2026-01-01", None),
        ("银行业", "J66", "2026-03-01", None),
        ("文旅业", "R", "2026-03-01", "2026-01-01"),
        ("商贸业", "51", "2026-03-01", None),
    )
    told = imported(capsys, "local-industries", path)
    assert told.counts == (1, 0, 0, 4, 0)
    assert told.reasons.count("已有对照") == 2
    assert "结束日期不能早于开始日期" in told.reasons
    alone = workbook(tmp_path / "b.xlsx", headers, ("文旅业", "R", "2026-03-01", "2026-01-01"))
    assert imported(capsys, "local-industries", alone).counts == (0, 0, 0, 1, 0)


def test_a_map_file_twice_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    headers = ("主导产业", "行业代码开头", "开始日期")
    path = workbook(tmp_path / "a.xlsx", headers, ("软件", "i65", "2026-01-01"))
    assert imported(capsys, "local-industries", path).counts == (1, 0, 0, 0, 0)
    assert imported(capsys, "local-industries", path).counts == (0, 0, 1, 0, 0)


def test_enterprises_are_listed_by_local_industry(
    tmp_path: Path, capsys: Capture, client: Client
) -> None:
    load(tmp_path, capsys)
    rule("I65", "软件产业")
    factories.enterprise(name="甲软件公司", industry_code="I6510")
    factories.enterprise(name="乙商贸公司")
    client.force_login(factories.user(Role.OFFICE))
    page = client.get("/enterprises/", {"local_industry": "软件产业"}).content.decode()
    assert "甲软件公司" in page
    assert "乙商贸公司" not in page


def test_the_standard_is_listed_by_level(tmp_path: Path, capsys: Capture, client: Client) -> None:
    load(tmp_path, capsys)
    client.force_login(factories.user(Role.OFFICE))
    page = client.get("/industries/", {"level_name": "大类"}).content.decode()
    assert "软件和信息技术服务业" in page
    assert "软件开发小类" not in page
