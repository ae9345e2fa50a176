"""页面重量: what a first visit brings over the line, with styles, scripts and icons."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.registers.organizations.models import Role
from tests.pages.test_query_counts import BUDGETS

pytestmark = pytest.mark.django_db
LIST, CHARTS = 60, 300  # KiB, packed
FORMS = ("home", "buildings-new", "enterprises-new", "matter-new", "imports")
DRAWN = ("cockpit", "figures", "map")
ROWS = 60


@pytest.fixture
def office(client: Client) -> Client:
    tree = factories.place_tree()
    for number in range(1, ROWS + 1):
        managed_by = (tree.street, tree.other_street, tree.park)[number % 3]
        tower = factories.building(managed_by, longitude="121.38", latitude="37.53")
        factories.occupancy(factories.enterprise(place=managed_by), factories.unit(tower))
    last = Period.of(timezone.localdate()).previous
    compute(period=last, actor=factories.actor(Role.OFFICE))
    client.force_login(factories.user(Role.OFFICE))
    return client


@pytest.fixture
def front(client: Client) -> Client:
    """A list of one page, every space with a photo."""
    tower = factories.building(factories.place_tree().street, longitude="121.38", latitude="37.53")
    for number in range(1, 21):
        room = factories.unit(tower, floor=number)
        factories.vacancy(room)
        factories.offer_photo(factories.offer(room))
    return client


def weight(client: Client, address: str, without: str = "nothing") -> float:
    """In KiB, as browsers ask for it; what a page names is fetched once, pictures in view apart."""
    page = client.get(address, headers={"accept-encoding": "gzip"})
    assert page.status_code == 200
    plain = client.get(address).content.decode()
    named = set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', plain))
    fetched = sorted(one for one in named if without not in one)
    files = (client.get(one, headers={"accept-encoding": "gzip"}) for one in fetched)
    return (len(page.content) + sum(len(file.getvalue()) for file in files)) / 1024


@pytest.mark.parametrize("name", [*BUDGETS, *FORMS])
def test_lists_and_forms_are_light(office: Client, name: str) -> None:
    assert weight(office, reverse(name)) <= LIST


@pytest.mark.parametrize("name", DRAWN)
def test_pages_with_charts_and_maps_bear_a_slow_line(office: Client, name: str) -> None:
    assert weight(office, reverse(name)) <= CHARTS


@pytest.mark.parametrize("name", ["public-home", "public-articles", "public-search"])
def test_the_public_front_is_light(front: Client, name: str) -> None:
    assert weight(front, reverse(name)) <= LIST


def test_the_public_list_is_light_but_for_its_map_and_its_photos(front: Client) -> None:
    assert weight(front, reverse("public-spaces"), without="leaflet") <= LIST
    text = front.get(reverse("public-spaces")).content.decode()
    assert text.count('loading="lazy"') == text.count("/small.jpg") == 20


def test_the_public_map_bears_a_slow_line(front: Client) -> None:
    assert weight(front, reverse("public-spaces")) <= CHARTS
