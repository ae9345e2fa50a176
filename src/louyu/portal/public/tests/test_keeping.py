"""现成页面: made once while nothing is written; never a word longer than the rows behind it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.services import withdraw
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role

# Real commits: what is kept hangs on what has been committed.
pytestmark = pytest.mark.django_db(transaction=True)

SPACES = "/open/spaces/"


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def offer() -> Offer:
    tower = factories.building(factories.place_tree().street, code="ZF-7", name="试验塔楼")
    room = factories.unit(tower, number="1203", area=320)
    factories.vacancy(room)
    return factories.offer(room, rent_yuan=Decimal("45.5"))


def asked(path: str = SPACES, client: Client | None = None, **headers: Any) -> HttpResponse:
    return (client or Client()).get(path, headers=headers)


def queries_of_the_second(path: str, client: Client | None = None, **headers: Any) -> int:
    """Of two readers with one snapshot, whatever else this server is writing meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        first = asked(path, client, **headers)
        with CaptureQueriesContext(connection) as queries:
            second = asked(path, client, **headers)
    assert first.content == second.content
    return len(queries)


@pytest.mark.parametrize("path", ["/open/", SPACES, "/open/buildings/", "/open/articles/"])
def test_the_second_reader_of_the_same_rows_costs_one_question(offer: Offer, path: str) -> None:
    assert queries_of_the_second(path) == 1


def test_what_was_withdrawn_is_gone_with_the_commit(offer: Offer) -> None:
    own = f"{SPACES}{offer.pk}/"
    assert "试验塔楼" in asked().content.decode()
    assert asked(own).status_code == 200
    withdraw(offer=offer, reason="let", actor=console("试验"))
    assert "试验塔楼" not in asked().content.decode()
    assert asked(own).status_code == 404


def test_a_rent_is_changed_for_every_reader_at_once(offer: Offer) -> None:
    assert "45.5" in told_rent(asked())
    with transaction.atomic():
        Offer.objects.unscoped("test").filter(pk=offer.pk).update(rent_yuan=Decimal("61"))
        # Whoever reads inside the change reads the change, and nobody is handed it before.
        assert "61" in told_rent(asked())
    assert "61" in told_rent(asked())


def test_a_change_taken_back_was_never_shown(offer: Offer) -> None:
    before = told_rent(asked())
    with transaction.atomic():
        Offer.objects.unscoped("test").filter(pk=offer.pk).update(rent_yuan=Decimal("61"))
        asked()
        transaction.set_rollback(True)
    assert told_rent(asked()) == before


def told_rent(answer: HttpResponse) -> str:
    return answer.content.decode().partition('<p class="rent num">')[2].partition("</p>")[0]


def test_who_has_the_bytes_already_is_sent_none(offer: Offer) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        first = asked()
        again = asked(**{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Offer.objects.unscoped("test").filter(pk=offer.pk).update(rent_yuan=Decimal("61"))
    assert asked(**{"If-None-Match": first["ETag"]}).status_code == 200


def test_packed_and_plain_readers_each_get_their_own(offer: Offer) -> None:
    packed, plain = asked(**{"Accept-Encoding": "gzip"}), asked()
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert "试验塔楼" in plain.content.decode()


def test_large_letters_are_a_page_of_their_own(offer: Offer) -> None:
    large = Client()
    asked("/open/text-size/?size=large", large)
    assert 'class="large"' not in asked().content.decode()
    assert 'class="large"' in asked(client=large).content.decode()
    assert 'class="large"' not in asked().content.decode()


def test_who_is_signed_in_is_handed_nobody_elses_page(offer: Offer) -> None:
    office = Client()
    factories.sign_in(office, factories.user(Role.OFFICE))
    assert "工作台</a>" not in asked().content.decode()
    assert "工作台</a>" in asked(client=office).content.decode()
    assert "工作台</a>" not in asked().content.decode()


def test_the_same_words_of_the_address_make_different_pages(offer: Offer) -> None:
    assert "试验塔楼" in asked(f"{SPACES}?rent=30-50").content.decode()
    assert "试验塔楼" not in asked(f"{SPACES}?rent=70%2B").content.decode()
