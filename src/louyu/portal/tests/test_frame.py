"""外壳: what the frame offers whom, icons that exist, words on error pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from demo.factories import organization, place_tree, sign_in, user
from louyu.registers.organizations.models import ADMINISTRATORS, Role, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def page_of(person: User, url: str = "/") -> str:
    client = Client()
    sign_in(client, person)
    return client.get(url).content.decode()


def navigation(page: str) -> list[str]:
    """Where the main navigation leads."""
    return re.findall(
        r'<li><a href="([^"]+)"', page.partition('aria-label="主导航"')[2].partition("</nav>")[0]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_are_led_to_no_business_page(role: str) -> None:
    # How checks and sources go is told in numbers; their rows open to nobody here.
    names = ("home", "accounts", "grants", "tax-views", "rights", "imports", "integrity", "sources")
    own = {reverse(name) for name in names}
    assert set(navigation(page_of(user(role)))) <= own


@pytest.mark.django_db
def test_a_liaison_is_not_led_to_bulletins_nor_an_enterprise_to_imports() -> None:
    liaison = navigation(page_of(user(Role.LIAISON, organization=organization())))
    tenant = navigation(page_of(user(Role.ENTERPRISE, organization=organization())))
    assert "/buildings/" in liaison
    assert "/bulletins/" not in liaison
    assert "/imports/" not in tenant
    assert "/enterprises/" in tenant


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.STREET])
def test_every_entry_of_the_navigation_opens(role: str) -> None:
    client = Client()
    tree = place_tree()
    place = tree.street if role == Role.STREET else None
    client.force_login(user(role, place=place), backend=BACKEND)
    for url in navigation(client.get("/").content.decode()):
        assert client.get(url).status_code == 200, url


@pytest.mark.django_db
def test_the_menu_says_who_one_is_and_for_which_area() -> None:
    page = page_of(user(Role.STREET, place=place_tree().street, name="试验街道员"))
    assert "试验街道员" in page
    assert "街道/园区·向阳街道" in page


@pytest.mark.django_db
def test_an_unknown_page_says_what_to_do_with_and_without_a_session() -> None:
    for client in (Client(), Client()):
        answer = client.get("/no-such-page/")
        assert answer.status_code == 404
        assert "请核对地址" in answer.content.decode()
        client.force_login(user(Role.OFFICE), backend=BACKEND)


def test_the_page_of_a_broken_system_needs_no_database() -> None:
    assert "没有完成" in render_to_string("500.html")
    assert "没有处理" in render_to_string("400.html")


def test_every_icon_in_use_is_in_the_sprite() -> None:
    source = Path(settings.CHECKOUT) / "src" / "louyu"
    sprite = source / "portal" / "static" / "build" / "icons.svg"
    if not sprite.exists():
        pytest.skip("the front end is not built: run ./louyu setup")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8")))
    texts = (path.read_text(encoding="utf-8") for path in source.rglob("*.html"))
    used = {name for text in texts for name in re.findall(r'{% icon "([^"]+)"', text)}
    assert used <= drawn


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/accounts/login/", "/no-such-page/"])
def test_no_page_of_the_frame_styles_or_scripts_inline(url: str) -> None:
    page = page_of(user(Role.OFFICE), url) + Client().get(url).content.decode()
    assert not re.search(r"<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", page)
