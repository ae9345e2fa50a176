"""导入中心的样子: no axe violation, no sideways scrolling, reachable by thumb, in every state."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from demo import codes
from demo.factories import enterprise, user
from louyu.portal.imports.tests.sending import (
    newest,
    press,
    sent,
    signed_in,
    upload,
    workbook,
    worked,
)
from louyu.registers.deliveries.models import Import
from louyu.registers.organizations.models import Role
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


def _waiting(client: Any) -> Import:
    upload(client, workbook(("甲公司", codes.invented(1), 10)))
    return newest()


def _refused(client: Any) -> Import:
    return sent(client, ("甲", "1"), headers=("单位全名", "信用号码"))


def _preview(client: Any) -> Import:
    enterprise(name="旧名公司", uscc=codes.invented(2))
    enterprise(name="丙公司", uscc=None)
    return sent(
        client,
        ("甲公司", codes.invented(1), 10),
        ("新名公司", codes.invented(2), None),
        ("丙公司", codes.invented(3), 5),
        ("丁公司", codes.invented(4), "一个很长的、放不进数字列里的说明" * 3),
        ("合计", None, 15),
    )


def _applied(client: Any) -> Import:
    row = _preview(client)
    press(client, "confirm", row)
    return worked(row)


@pytest.mark.parametrize(
    ("state", "queries"),
    [
        (_waiting, [""]),
        (_refused, ["", "mapping/"]),
        (_preview, [f"?show={part}" for part in ("refused", "same", "updated", "created", "left")]),
        (_applied, [""]),
    ],
)
def test_every_state_of_an_import_is_readable_and_reachable(
    state: Callable[[Any], Import],
    queries: list[str],
    page: Page,  # noqa: F811
    live_server: Any,
) -> None:
    person = user(Role.OFFICE)
    row = state(signed_in(person))
    enter_as(page.context, person, live_server.url)
    address = reverse("import", args=[row.pk])
    for shown in (reverse("imports"), *(address + query for query in queries)):
        page.goto(shown)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert axe_violations(page) == []
            assert overflow(page) == []
        page.set_viewport_size({"width": min(WIDTHS), "height": 900})
        assert small_targets(page) == []
