"""单位与人员导入: what a file of people opens, and what it leaves to the second administrator."""

from pathlib import Path
from typing import Any

import pytest

from demo import factories as make
from demo.factories import PlaceTree
from louyu.kernel.files.services import store_path
from louyu.kernel.intake import importer
from louyu.kernel.jobs.services import run_job
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.services import ImportRefused, confirm, start_import
from louyu.registers.deliveries.templates import template_for
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.grants import decide
from louyu.registers.organizations.models import (
    DutyRole,
    Grant,
    Organization,
    OrganizationKind,
    Role,
    User,
)

pytestmark = pytest.mark.django_db
PEOPLE = ("姓名", "手机号", "岗位", "单位", "街道/园区")
BODIES = ("单位名称", "类别", "撤销日期", "后继单位")
Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def places() -> PlaceTree:
    return make.place_tree()


def sent(path: Path, actor: Actor) -> Import:
    file = store_path(path, owner_id=actor.user_id)
    row = start_import(actor=actor, kind="users", file=file)
    run_job(row.job_id or 0)
    row.refresh_from_db()
    return row


def written(path: Path, actor: Actor) -> Import:
    row = sent(path, actor)
    run_job(confirm(actor=actor, row=row).job_id or 0)
    row.refresh_from_db()
    return row


def test_a_successor_may_stand_in_the_same_file(tmp_path: Path, capsys: Capsys) -> None:
    told = workbook(
        tmp_path / "a.xlsx",
        BODIES,
        ("旧物业", "物业", "2026-01-31", "新物业"),
        ("新物业", "物业公司", None, None),
        ("某物业", "物业公司", "2026-01-31", "没有的物业"),
        ("活物业", "物业公司", None, "新物业"),
    )
    outcome = imported(capsys, "organizations", told)
    assert outcome.counts == (2, 0, 0, 2, 0)
    assert imported(capsys, "organizations", told).counts == (0, 0, 2, 2, 0)
    old = Organization.objects.unscoped("test").get(name="旧物业")
    assert old.successor is not None
    assert old.successor.name == "新物业"


def test_the_console_opens_accounts_with_their_posts(
    places: PlaceTree, tmp_path: Path, capsys: Capsys
) -> None:
    told = workbook(
        tmp_path / "a.xlsx",
        PEOPLE,
        ("王试", "139 0000 0101", "楼宇办", "试验区楼宇办", None),
        ("李验", "+8613900000102", "街道", f"{places.street.name}办事处", None),
        ("李验", "13900000102", "街道", None, places.street.name),
        ("李验", "13900000102", "联络员", "试验物业", places.street.name),
        ("赵例", "1390000010", "联络员", "试验物业", None),
        ("钱例", "13900000104", "联络员", None, None),
    )
    assert imported(capsys, "users", told).counts == (3, 0, 0, 3, 0)
    assert imported(capsys, "users", told).counts == (0, 0, 3, 3, 0)
    held = DutyRole.objects.order_by("pk").values_list("user__name", "role", "place")
    assert list(held) == [
        ("王试", Role.OFFICE, None),
        ("李验", Role.STREET, places.street.pk),
        ("李验", Role.LIAISON, places.street.pk),
    ]
    assert not any(person.has_usable_password() for person in User.objects.all())
    bodies = Organization.objects.unscoped("test").order_by("kind").values_list("kind", "name")
    assert list(bodies) == [
        (OrganizationKind.OFFICE, "试验区楼宇办"),
        (OrganizationKind.PROPERTY_MANAGER, "试验物业"),
        (OrganizationKind.SUBDISTRICT, f"{places.street.name}办事处"),
    ]


def test_what_an_administrator_sends_waits_for_another(places: PlaceTree, tmp_path: Path) -> None:
    first = actor_of(make.user(Role.SYSTEM_ADMIN))
    told = workbook(
        tmp_path / "a.xlsx", PEOPLE, ("王试", "13900000101", "街道", None, places.street.name)
    )
    row = written(told, first)
    person = User.objects.get(username="13900000101")
    assert (row.state, actor_of(person).duties) == (ImportState.APPLIED, ())
    grant = Grant.objects.unscoped("test").get()
    assert (grant.proposed_by_id, grant.basis) == (first.user_id, "人员名单")
    decide(grant, "approve", actor=actor_of(make.user(Role.SECURITY_ADMIN)))
    assert actor_of(person).holds(Role.STREET)
    assert sent(told, first).report["unchanged"] == 1


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_nobody_but_the_system_administrator_sends_people(role: Role, tmp_path: Path) -> None:
    told = workbook(tmp_path / "a.xlsx", PEOPLE, ("王试", "13900000101", "部门", None, None))
    with pytest.raises(ImportRefused, match="不能导入"):
        sent(told, actor_of(make.user(role)))


def test_people_are_no_table_of_a_visitor() -> None:
    assert not importer("users").open_to(Actor(user_id=None, name="访客"))


def test_no_file_makes_an_administrator(tmp_path: Path, capsys: Capsys) -> None:
    told = workbook(tmp_path / "a.xlsx", PEOPLE, ("王试", "13900000101", "审计员", None, None))
    assert imported(capsys, "users", told).counts == (0, 0, 0, 1, 0)


def test_a_known_person_keeps_the_name_and_may_have_a_new_phone(
    places: PlaceTree, tmp_path: Path, capsys: Capsys
) -> None:
    person = make.user(username="wang", name="王试", phone="13900000101")
    other = make.user(username="li", name="李验", phone="13900000102")
    rows: list[Any] = [
        ("王试", "wang", "13900000109", "部门"),
        ("王试", "li", "13900000102", "部门"),
        ("王试", "wang", "13900000102", "专家"),
    ]
    told = workbook(tmp_path / "a.xlsx", ("姓名", "账号", "手机号", "岗位"), *rows)
    outcome = imported(capsys, "users", told)
    assert [cell[:2] for cell in outcome.refused] == [(3, "姓名"), (4, "手机号")]
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.phone, other.phone) == ("13900000109", "13900000102")


def test_the_template_with_what_there_is_imports_nothing_new(
    places: PlaceTree, tmp_path: Path, capsys: Capsys
) -> None:
    company = make.organization(OrganizationKind.PROPERTY_MANAGER, name="试验物业")
    make.user(Role.STREET, place=places.street, username="li", name="李验")
    make.user(Role.LIAISON, organization=company, username="zhao", name="赵例")
    with (tmp_path / "filled.xlsx").open("wb") as out:
        template_for("users", console("test"), out, filled=True)
    assert imported(capsys, "users", tmp_path / "filled.xlsx").counts == (0, 0, 1, 0, 0)
