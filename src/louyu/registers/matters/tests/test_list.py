"""事项列表: a declared noun: who has it now, whose it is, what is late; list and file agree."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.registers.matters import services
from louyu.registers.matters.models import Level, Matter
from louyu.registers.matters.tests.test_threads import Line
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def street(line: Line) -> User:
    return factories.user(Role.STREET, place=line.tree.street)


def listed(client: Client, person: User, query: str = "") -> list[Any]:
    factories.sign_in(client, person)
    page = client.get(f"/matters/{query}").context["listed"].page
    return [row.pk for row in page.object_list]


def test_the_list_tells_whose_turn_it_is(line: Line, client: Client, street: User) -> None:
    matter = line.request()
    assert listed(client, street, "?whose=mine") == []
    assert listed(client, line.asker, "?whose=asked") == [matter.pk]
    services.hand_up(matters=[matter.pk], text="请协调", actor=line.liaison)
    assert listed(client, street, "?whose=mine") == [matter.pk]
    assert listed(client, street, "?whose=asked") == []


def test_what_is_past_its_day_is_found(line: Line, client: Client, street: User) -> None:
    matter = line.request()
    assert listed(client, street, "?late=late") == []
    yesterday = timezone.localdate() - timedelta(days=1)
    Matter.objects.unscoped("test").filter(pk=matter.pk).update(due=yesterday)
    assert listed(client, street, "?late=late") == [matter.pk]
    line_done = {"matters": [matter.pk], "text": "已处理", "actor": line.liaison}
    services.answer(**line_done)
    assert listed(client, street, "?late=late") == []


@pytest.mark.parametrize("level", list(Level))
def test_the_list_names_who_has_it_as_its_thread_does(
    line: Line, client: Client, level: Level
) -> None:
    matter = line.request()
    Matter.objects.unscoped("test").filter(pk=matter.pk).update(level=level)
    matter.refresh_from_db()
    factories.sign_in(client, factories.user(Role.OFFICE))
    (row,) = client.get("/matters/").context["listed"].page.object_list
    assert row.holder == matter.owner


def test_who_was_named_has_it(line: Line, client: Client, street: User) -> None:
    matter = line.request()
    services.hand_on(matters=[matter.pk], body=line.bureau, text="", actor=line.liaison)
    factories.sign_in(client, factories.user(Role.OFFICE))
    (row,) = client.get("/matters/").context["listed"].page.object_list
    assert row.holder == str(line.bureau)
    told = client.get("/matters/export.csv")
    text = b"".join(told.streaming_content).decode("utf-8-sig")
    assert "诉求" in text
    assert str(line.bureau) in text
