"""公开门户: read without signing in, alike for everybody; its frame shows what was configured."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from demo.factories import place_tree, sign_in, user
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


def test_the_home_page_needs_no_account() -> None:
    tree = place_tree()
    page = Client().get("/open/").content.decode()
    assert f"{tree.district.name}楼宇与办公空间" in page
    assert 'href="/accounts/login/"' in page


def test_who_is_signed_in_is_led_to_the_workbench_and_reads_the_same() -> None:
    place_tree()
    client = Client()
    sign_in(client, user(Role.OFFICE))
    signed_in, signed_out = (c.get("/open/").content.decode() for c in (client, Client()))
    assert signed_in.partition("<main")[2] == signed_out.partition("<main")[2]
    assert "工作台</a>" in signed_in


def test_the_sign_in_page_leads_to_the_public_site() -> None:
    assert 'href="/open/"' in Client().get("/accounts/login/").content.decode()


def test_numbers_of_the_site_appear_only_when_they_were_written_down(settings: Any) -> None:
    assert "标识码" not in Client().get("/open/").content.decode()
    settings.PUBLIC_SITE = {
        "name": "某区楼宇经济",
        "host": "某区人民政府",
        "site_code": "3706020001",
    }
    caches["pages"].clear()  # settings change with a new start, which remembers no page
    page = Client().get("/open/").content.decode()
    assert "主办：某区人民政府" in page
    assert "网站标识码 3706020001" in page


def test_large_letters_are_remembered_without_script() -> None:
    client = Client()
    assert 'class="large"' not in client.get("/open/").content.decode()
    answer = client.get("/open/text-size/", {"size": "large", "next": "/open/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/open/?a=1")
    assert 'class="large"' in client.get("/open/").content.decode()
    client.get("/open/text-size/", {"size": "normal"})
    assert 'class="large"' not in client.get("/open/").content.decode()


def test_the_switch_leads_to_no_other_site() -> None:
    answer = Client().get(
        "/open/text-size/", {"size": "large", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/open/"
