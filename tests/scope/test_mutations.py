"""种下的错误: the matrix is worth something only if it sees a hole that somebody makes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet

from louyu.kernel.pages import listed, selection
from louyu.kernel.resource import filters
from louyu.kernel.scope import policies
from louyu.registers.buildings.models import Unit
from tests.scope.expectations import EXPECTED
from tests.scope.matrix import Walk
from tests.scope.world import World

FaultsOf = Callable[..., list[str]]


@pytest.fixture
def faults_of(world: World) -> FaultsOf:
    def walked(label: str, *names: str) -> list[str]:
        person = next(p for p in world.people() if p.label == label)
        walk = Walk(world, person)
        for name in names:
            walk.visit(name, EXPECTED[name])
        return walk.findings.faults

    return walked


def every_row(model: type[Model], *actor: Any) -> QuerySet[Any]:
    return model.objects.unscoped("a planted hole")  # type: ignore[attr-defined]


def test_without_a_planted_hole_there_is_nothing_to_find(faults_of: FaultsOf) -> None:
    assert faults_of("street", "buildings", "units", "buildings-export") == []


def test_a_list_that_forgot_its_reader_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    monkeypatch.setattr(selection, "visible_rows", every_row)
    assert faults_of("street", "buildings")


def test_an_export_that_forgot_its_reader_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    monkeypatch.setattr(selection, "visible_rows", every_row)
    assert any("xlsx" in fault for fault in faults_of("liaison", "buildings-export"))


def test_a_count_over_everything_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    class Careless(Paginator):  # type: ignore[type-arg]
        @property
        def count(self) -> int:  # type: ignore[override]
            return every_row(self.object_list.model).count()  # type: ignore[union-attr]

    monkeypatch.setattr(listed, "Paginator", Careless)
    assert any("rows" in fault for fault in faults_of("street", "buildings"))


def test_a_filter_that_offers_everything_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    def wide(resource: Any, name: str, actor: Any) -> QuerySet[Any]:
        return every_row(resource.field_of(resource.by_name[name]).related_model)

    monkeypatch.setattr(filters, "occurring", wide)
    assert any("site" in fault for fault in faults_of("street", "units"))


def test_a_form_that_offers_everything_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    monkeypatch.setattr(
        "louyu.kernel.editing.form.writable",
        lambda r, n, a: every_row(r.field_of(r.by_name[n]).related_model),
    )
    assert faults_of("street", "units-new")


def test_a_policy_that_lets_all_through_is_found(
    monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    monkeypatch.setitem(policies._policies, Unit, [lambda actor: Q(pk__isnull=False)])
    assert faults_of("liaison", "units")
