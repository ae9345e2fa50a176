"""开局: an empty instance starts once; the assistant tells what is there and what comes next."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.journey.publication.models import Letterhead
from louyu.kernel.commands import run
from louyu.portal.setup.steps import STEPS
from louyu.registers.organizations.models import DutyRole, Role, User
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db
TOLD = ("init", "--district", "439901", "--name", "桃源湖区", "--office", "桃源湖区楼宇办")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.LOUYU_HOME = tmp_path
    return tmp_path


def test_an_empty_instance_gets_its_names_its_district_and_four_accounts(
    home: Path, capsys: Capture
) -> None:
    assert run(list(TOLD)) == 0
    names = json.loads((home / "instance.json").read_text(encoding="utf-8"))
    assert names["system_name"] == "桃源湖区楼宇经济信息管理系统"
    assert Place.objects.get().name == "桃源湖区"
    roles = set(DutyRole.objects.values_list("role", flat=True))
    assert roles == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.OFFICE}


def test_the_password_it_shows_opens_the_account(client: Client, capsys: Capture) -> None:
    run(list(TOLD))
    shown = re.search(r"账号：office（区楼宇办）密码 ([\w-]+)，", capsys.readouterr().out)
    assert shown
    told = {"username": "office", "password": shown[1]}
    assert client.post(reverse("login"), told).url == reverse("home")


def test_the_second_time_changes_nothing(home: Path, capsys: Capture) -> None:
    run(list(TOLD))
    before = (home / "instance.json").read_text(encoding="utf-8"), User.objects.count()
    capsys.readouterr()
    assert run(list(TOLD)) == 0
    assert "密码" not in capsys.readouterr().out
    assert ((home / "instance.json").read_text(encoding="utf-8"), User.objects.count()) == before


def test_codes_of_the_district_come_with_their_streets(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("code,name\n439901,桃源湖区\n439901001,东湖街道\n439901002,西湖街道\n")
    assert run([*TOLD, str(table)]) == 0
    assert Place.objects.filter(level="subdistrict").count() == 2


def test_a_district_without_a_code_is_refused_with_what_is_missing(capsys: Capture) -> None:
    assert run(["init", "--district", "43", "--name", "x", "--office", "y"]) == 1
    assert "6 位数字" in capsys.readouterr().err


def test_the_assistant_names_the_next_step_and_its_command(client: Client) -> None:
    client.force_login(
        factories.user(Role.OFFICE), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = client.get(reverse("setup")).content.decode()
    assert 'href="#places"' in page
    factories.place_tree()
    page = client.get(reverse("setup")).content.decode()
    assert 'href="#places"' not in page
    assert all(step.command in page for step in STEPS)


def test_a_step_with_a_default_says_what_holds_until_it_is_done(client: Client) -> None:
    client.force_login(
        factories.user(Role.OFFICE), backend="django.contrib.auth.backends.ModelBackend"
    )
    unset = "未设置，用区楼宇办的名称"
    assert unset in client.get(reverse("setup")).content.decode()
    Letterhead.objects.create(valid_from=date(2026, 1, 1), mark="某区文件", issuer="某区楼宇办")
    page = client.get(reverse("setup")).content.decode()
    assert (unset in page, "1 个版头" in page) == (False, True)


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPARTMENT])
def test_the_assistant_is_the_offices(client: Client, role: Role) -> None:
    client.force_login(factories.user(role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("setup")).status_code == 404
