"""通报可见范围: drafts stay with the office and the leaders; what is issued is published."""

from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.publication.tests import samples
from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import store
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import ADMINISTRATORS, Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    """One issued bulletin per place, and a draft of the next quarter of the district."""
    tree = factories.place_tree()
    for place in (tree.district, tree.street, tree.other_street):
        _issued(place)
    samples.bulletin(tree.district, period="2026Q4")
    return tree


def _issued(place: Place) -> None:
    samples.bulletin(
        place,
        state=BulletinState.ISSUED,
        file=store(name=f"{place}.docx", chunks=[place.name.encode()], owner_id=None),
        issued_by=factories.user(),
        issued_at=timezone.now(),
    )


def seen(actor: Actor) -> set[tuple[str, str]]:
    rows = Bulletin.objects.visible_to(actor).values_list("place__name", "period")
    return set(rows)


DISTRICT, STREET, OTHER, DRAFT = (
    ("芝罘区", "2026Q3"),
    ("向阳街道", "2026Q3"),
    ("东山街道", "2026Q3"),
    ("芝罘区", "2026Q4"),
)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_the_office_and_the_leaders_see_drafts_too(tree: PlaceTree, role: Role) -> None:
    assert seen(factories.actor(role)) == {DISTRICT, STREET, OTHER, DRAFT}


def test_a_department_sees_what_is_issued(tree: PlaceTree) -> None:
    assert seen(factories.actor(Role.DEPARTMENT)) == {DISTRICT, STREET, OTHER}


def test_a_street_sees_the_districts_and_its_own_but_no_siblings(tree: PlaceTree) -> None:
    assert seen(factories.actor(Role.STREET, place=tree.street)) == {DISTRICT, STREET}


@pytest.mark.parametrize(
    "role",
    [*ADMINISTRATORS, Role.EXPERT, Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE, Role.COMMUNITY],
)
def test_nobody_else_sees_any(tree: PlaceTree, role: Role) -> None:
    bounds: dict[str, Any] = {}
    if role in {Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE}:
        bounds["organization"] = factories.organization()
    if role == Role.COMMUNITY:
        bounds["place"] = tree.community
    assert seen(factories.actor(role, **bounds)) == set()


def test_the_kept_files_follow_their_bulletins(tree: PlaceTree) -> None:
    files = StoredFile.objects.visible_to(factories.actor(Role.STREET, place=tree.street))
    assert set(files.values_list("name", flat=True)) == {"芝罘区.docx", "向阳街道.docx"}
