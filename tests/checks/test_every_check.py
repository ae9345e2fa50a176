"""每项检查: finds what it is for, and lets pass what only looks like it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.checks import Extent, checks, named
from louyu.registers.places.checks import broken
from tests.checks import journey, registers

CASES = registers.CASES | journey.CASES
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def looked(code: str, buildings: frozenset[int] | None = None) -> list[Any]:
    check = named(code)
    assert check
    return list(check.look(Extent(TODAY, buildings)))


def test_every_check_has_its_cases() -> None:
    assert {one.code for one in checks()} == set(CASES)


@pytest.mark.django_db
@pytest.mark.parametrize("code", CASES)
def test_it_finds_what_it_is_for(code: str) -> None:
    CASES[code][0](factories.place_tree())
    doubts = looked(code)
    assert doubts
    assert len({one.subject for one in doubts}) == len(doubts)
    assert all(one.label and one.words for one in doubts)


@pytest.mark.django_db
@pytest.mark.parametrize("code", CASES)
def test_it_lets_pass_what_only_looks_like_it(code: str) -> None:
    CASES[code][1](factories.place_tree())
    assert not looked(code)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [one.code for one in checks() if not one.standing])
def test_asked_about_some_buildings_it_speaks_of_no_other(code: str) -> None:
    CASES[code][0](factories.place_tree())
    told = {one.building for one in looked(code)}
    assert None not in told
    one = next(iter(told))
    assert {doubt.building for doubt in looked(code, frozenset({one}))} == {one}
    assert not looked(code, frozenset())


def test_a_place_above_itself_is_found() -> None:
    """The database does not let it happen; a table loaded past it would."""
    first = SimpleNamespace(pk=1, parent_id=2, name="甲", end=None, code="1", path="2/1/")
    second = SimpleNamespace(pk=2, parent_id=1, name="乙", end=None, code="2", path="1/2/")
    assert "绕回" in broken(first, {1: first, 2: second}, TODAY)


def test_nothing_rests_on_tax() -> None:
    """Whoever answers a doubt must not learn from it what somebody paid."""
    modules = {one.look.__module__ for one in checks()}
    assert not [name for name in modules if "tax" in name]
