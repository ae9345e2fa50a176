"""人员页的样子: accessible, within its width, easy to touch, for those who may open it."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from demo.factories import building, organization, party, place_tree, user
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.grants import propose
from louyu.registers.organizations.models import GrantAct, OrganizationKind, Role
from tests.browser import (  # noqa: F401
    WIDTHS,
    axe_violations,
    browser_context,
    chromium,
    enter_as,
    overflow,
    page,
    small_targets,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def faults(page: Page, address: str) -> list[str]:  # noqa: F811
    page.goto(address)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*axe_violations(page), *(f"overflow {one}" for one in overflow(page))]
        found += [f"small {one}" for one in small_targets(page)] if width == WIDTHS[0] else []
    return [f"{address}: {one}" for one in found]


def test_the_pages_of_people_are_sound_at_every_width(
    browser_context: Any,  # noqa: F811
    live_server: Any,
    page: Page,  # noqa: F811
    settings: Any,
) -> None:
    settings.MESSAGES = {"channel": "wecom"}
    tree = place_tree()
    first, second = user(Role.SYSTEM_ADMIN), user(Role.SECURITY_ADMIN)
    person = user(Role.STREET, place=tree.street, name="街道人员")
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    party(building(tree.street), body)
    user(Role.LIAISON, place=tree.street, organization=body, phone="13900001234")
    propose(user=person, act=GrantAct.CLEARANCE, basis="依据", actor=actor_of(first), kind="tax")
    enter_as(browser_context, person, live_server.url)
    found = faults(page, live_server.url + reverse("liaisons"))
    found += faults(page, live_server.url + reverse("reminders-mine"))
    for own in (first, second):
        enter_as(browser_context, own, live_server.url)
        for address in (
            reverse("accounts"),
            reverse("account", args=[person.pk]),
            reverse("grants"),
            *([reverse("account-new")] if own == first else []),
        ):
            found += faults(page, live_server.url + address)
    assert found == []
