"""受限查询集: whatever evaluates it without a scope raises; whatever has one does not."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.forms import ModelChoiceField, modelform_factory

from demo import factories
from louyu.kernel.scope import (
    Actor,
    Duty,
    ScopedModel,
    ScopedQuerySet,
    UnscopedQuery,
    everything,
    visible_q,
)
from louyu.registers.buildings.models import Building, Floor, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db

Rows = ScopedQuerySet[Any]
WAYS: dict[str, Callable[[Rows], object]] = {
    "list": list,
    "bool": bool,
    "len": len,
    "repr": repr,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:1]),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(Sum("area")),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "earliest": lambda rows: rows.earliest("pk"),
    "in_bulk": lambda rows: rows.in_bulk(),
    "contains": lambda rows: rows.contains(Unit(pk=1)),
    "iterator": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values("number")),
    "values_list": lambda rows: list(rows.values_list("number", flat=True)),
    "annotated": lambda rows: list(rows.values("building").annotate(n=Count("pk"))),
    "distinct": lambda rows: list(rows.distinct()),
    "dates of a subset": lambda rows: list(rows.only("pk").order_by("pk")),
    "update": lambda rows: rows.update(number="1"),
    "delete": lambda rows: rows.delete(),
    "get_or_create": lambda rows: rows.get_or_create(number="1"),
    "update_or_create": lambda rows: rows.update_or_create(number="1"),
    "explain": lambda rows: rows.explain(),
    "locked": lambda rows: list(rows.select_for_update()),
    "raw": lambda rows: list(rows.raw("SELECT * FROM buildings_unit")),
    "deferred relation": lambda rows: list(rows.select_related("building")),
    "in a filter": lambda rows: list(Place.objects.filter(buildings__units__in=rows)),
    "in a filter by values": lambda rows: list(
        Place.objects.filter(buildings__in=rows.values("building"))
    ),
    "Exists": lambda rows: list(Place.objects.filter(Exists(rows))),
    "Exists with an outer reference": lambda rows: list(
        Place.objects.annotate(busy=Exists(rows.filter(building__place=OuterRef("pk"))))
    ),
    "Subquery": lambda rows: list(
        Place.objects.annotate(first=Subquery(rows.values("number")[:1]))
    ),
    "Subquery in order_by": lambda rows: list(
        Place.objects.order_by(Subquery(rows.values("number")[:1]))
    ),
    "union": lambda rows: list(rows.union(rows.unscoped("other half"))),
    "second part of a union": lambda rows: list(rows.unscoped("first half").union(rows)),
    "intersection": lambda rows: list(rows.unscoped("first half").intersection(rows)),
    "difference": lambda rows: list(rows.unscoped("first half").difference(rows)),
    "or": lambda rows: list(rows.unscoped("first half") | rows),
    "xor": lambda rows: list(rows.unscoped("first half") ^ rows),
    "choices of a form": lambda rows: list(ModelChoiceField(rows).choices),
    "check of a form's choice": lambda rows: ModelChoiceField(rows).clean("1"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("source", ["all", "filtered"])
def test_without_a_scope_it_raises(way: str, source: str) -> None:
    rows = Unit.objects.all() if source == "all" else Unit.objects.filter(area__gt=0)
    with pytest.raises(UnscopedQuery):
        WAYS[way](rows)


# These need a row to find or columns to write.
NEED_A_ROW = {
    "index",
    "get",
    "earliest",
    "check of a form's choice",
    "get_or_create",
    "update_or_create",
}


@pytest.mark.parametrize("way", [way for way in WAYS if way not in NEED_A_ROW])
def test_with_a_scope_it_runs(way: str) -> None:
    rows = Unit.objects.unscoped("test")
    if way in {"difference", "intersection", "union", "second part of a union"}:
        rows = rows.order_by()
    WAYS[way](rows)


def test_asynchronous_reading_raises_as_well() -> None:
    async def read() -> None:
        async for _ in Unit.objects.all():
            pass

    with pytest.raises(UnscopedQuery):
        asyncio.run(read())


def test_every_scoped_model_keeps_the_raising_manager() -> None:
    """A model that replaces `objects` by a plain manager would slip out of the scope."""
    wrong = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, ScopedModel)
        and not isinstance(model._default_manager.all(), ScopedQuerySet)
    ]
    assert wrong == []


def test_a_model_that_leads_to_a_scoped_one_is_scoped_too() -> None:
    """Rows that belong to a building or an enterprise are as secret as those."""
    guarded = {Building, Enterprise, Unit}
    loose = [
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, ScopedModel)
        and not hasattr(model, "pgh_tracked_model")
        and any(
            field.related_model in guarded
            for field in model._meta.get_fields()
            if field.many_to_one
        )
    ]
    assert loose == []


def test_an_empty_queryset_needs_no_scope() -> None:
    assert list(Unit.objects.none()) == []


def test_a_reason_is_required() -> None:
    with pytest.raises(ValueError, match="reason"):
        Unit.objects.unscoped("")
    with pytest.raises(ValueError, match="reason"), everything(""):
        pass


def test_everything_ends_with_its_block() -> None:
    with everything("test"):
        assert Unit.objects.count() == 0
    with pytest.raises(UnscopedQuery):
        Unit.objects.count()


def test_a_clone_keeps_its_scope_and_the_manager_does_not() -> None:
    rows = Unit.objects.unscoped("test")
    assert rows.filter(area__gt=1).exclude(number="").order_by("pk").count() == 0
    with pytest.raises(UnscopedQuery):
        Unit.objects.count()


@pytest.fixture
def room() -> Unit:
    return factories.unit(factories.building(factories.place_tree().street))


def test_what_hangs_on_a_row_already_seen_needs_no_second_scope(room: Unit) -> None:
    tower = room.building
    assert list(tower.units.all()) == [room]
    assert tower.units.filter(area__gt=0).count() == 1
    assert Place.objects.filter(Exists(tower.units.all())).count() == 5
    assert room.floor.units.aggregate(n=Count("pk")) == {"n": 1}


@pytest.mark.parametrize("lookup", ["units", Prefetch("units", Unit.objects.filter(area__gt=0))])
def test_a_prefetch_from_seen_rows_needs_no_second_scope(room: Unit, lookup: str) -> None:
    tower = Building.objects.unscoped("test").prefetch_related(lookup).get()
    assert list(tower.units.all()) == [room]


def test_reaching_rows_from_an_instance_does_not_open_the_rest(room: Unit) -> None:
    list(room.building.units.all())
    with pytest.raises(UnscopedQuery):
        Unit.objects.filter(building=room.building).count()


def test_forms_see_a_taken_number_although_the_rows_are_scoped(room: Unit) -> None:
    form = modelform_factory(Floor, fields=["number"])
    double = Floor(building=room.building)
    bound = form({"number": room.floor.number}, instance=double)
    bound.instance.building = room.building
    assert bound.is_valid()
    twin = Floor(building=room.building, number=room.floor.number)
    with pytest.raises(Exception, match=r"floor|楼层|已存在|already exists"):
        twin.full_clean()


def test_forms_see_a_taken_code_of_another_street(room: Unit) -> None:
    code = room.building.code
    bound = modelform_factory(Building, fields=["code", "name", "place"])(
        {"code": code, "name": "另一座", "place": room.building.place_id}
    )
    assert "code" in bound.errors


def test_visible_to_is_the_sum_of_the_policies_and_nothing_without_one(room: Unit) -> None:
    tower = room.building
    inside = Actor(1, "甲", (Duty(Role.STREET, frozenset({tower.place_id})),))
    outside = Actor(2, "乙", (Duty(Role.STREET, frozenset({tower.place_id + 999})),))
    nobody = Actor(3, "丙")
    seen = [Unit.objects.visible_to(actor).count() for actor in (inside, outside, nobody)]
    assert seen == [1, 0, 0]


def test_a_model_without_a_policy_shows_nothing() -> None:
    class Bare(ScopedModel):
        class Meta:
            app_label = "organizations"
            managed = False

    try:
        assert visible_q(Bare, factories.actor()).deconstruct()[1] == (("pk__in", []),)
    finally:
        del apps.all_models["organizations"]["bare"]
        apps.clear_cache()


def test_every_scoped_model_has_a_policy() -> None:
    from louyu.kernel.scope.policies import _policies

    silent = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, ScopedModel) and not _policies.get(model)
    ]
    assert silent == []


def test_the_queryset_of_a_scoped_model_is_never_a_plain_one() -> None:
    assert type(Unit.objects.all()) is not QuerySet
