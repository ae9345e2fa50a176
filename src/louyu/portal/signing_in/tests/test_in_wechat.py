"""微信内: a download that would vanish is answered with how to get it; sharing names nobody."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from demo.factories import building, organization, party, place_tree, user
from louyu.registers.organizations.models import Role
from tests.browser import WIDTHS, axe_violations, overflow, small_targets

pytestmark = pytest.mark.django_db
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; HarmonyOS) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220903 Mobile Safari/537.36 MMWEBID/1 "
    "MicroMessenger/8.0.28.2240 WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
WORK = f"{WECHAT} wxwork/4.0.20"
EXPORT = "/buildings/export.xlsx"


@pytest.fixture
def office(client: Client) -> Client:
    place_tree()
    client.force_login(user(Role.OFFICE), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_download_in_wechat_is_answered_with_a_way(office: Client) -> None:
    answer = office.get(EXPORT, HTTP_USER_AGENT=WECHAT)
    assert "Content-Disposition" not in answer
    assert "在浏览器打开" in answer.content.decode()


@pytest.mark.parametrize("agent", [WORK, "Mozilla/5.0 Chrome/86.0"])
def test_elsewhere_the_file_comes(office: Client, agent: str) -> None:
    assert "attachment" in office.get(EXPORT, HTTP_USER_AGENT=agent)["Content-Disposition"]


def test_what_is_shared_is_the_page_and_nobody(office: Client) -> None:
    page = office.get(reverse("share"), {"page": "/buildings/"}).content.decode()
    assert "http://testserver/buildings/</textarea>" in page
    assert re.search(r"<svg[^>]*class=\"qr\"", page)


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "\\\\x"])
def test_only_pages_of_this_system_are_shared(office: Client, page: str) -> None:
    answer = office.get(reverse("share"), {"page": page}).content.decode()
    assert "：http://testserver/</textarea>" in answer


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_liaison_signs_in_and_works_inside_wechat(
    chromium: Browser, live_server: Any, messages: Any
) -> None:
    """Its user agent, a phone's width, no downloads: by a code to the page of the building."""
    tree = place_tree()
    manager = organization("property_manager", place=tree.street)
    tower = building(tree.street, name="微信大厦")
    party(tower, manager)
    user(Role.LIAISON, organization=manager, phone="13800000001")
    context = chromium.new_context(
        base_url=live_server.url,
        user_agent=WECHAT,
        viewport={"width": WIDTHS[0], "height": 780},
        has_touch=True,
        is_mobile=True,
        accept_downloads=False,
    )
    page = context.new_page()
    page.goto(f"/accounts/phone/?next=/buildings/{tower.pk}/")
    page.fill("#id_phone", "13800000001")
    page.tap("button[value=send]")
    page.fill("#id_code", json.loads(messages.get(timeout=10)["TemplateParam"])["code"])
    assert axe_violations(page) == []
    assert small_targets(page) == []
    page.tap("button[value=enter]")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert "微信大厦" in page.locator("h1").inner_text()
    page.goto("/buildings/export.xlsx")
    assert page.locator("h1").inner_text() == "请在浏览器中下载"
    assert overflow(page) == []
    context.close()
