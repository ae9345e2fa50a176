"""外键: rows point the way imports do; a string reference escapes the import linter."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from tests.house import tree

BANDS = ("config", "portal", "initiatives", "journey", "registers", "kernel", "engines")
REGISTERS = (
    ("taxation",),
    ("occupancy",),
    ("matters",),
    ("assignments",),
    ("buildings", "enterprises"),
    ("deliveries",),
    ("organizations",),
    ("places", "pictures"),
)
JOURNEY = (
    *(("supervision",), ("evaluation",), ("publication",), ("statistics",)),
    *(("matching",), ("verification",), ("collection",)),
)
# The kernel knows no people, yet must keep whose row it is: it points at Django's user setting.
USER = "organizations.User"


def _place(model: type[Model]) -> tuple[str, str]:
    """Band and app of a model, e.g. ("registers", "occupancy"); ("", "") for a library's."""
    parts = model.__module__.split(".")
    return (parts[1], parts[2]) if parts[0] == "louyu" and len(parts) > 2 else ("", "")


def _rank(floors: tuple[tuple[str, ...], ...], app: str) -> int:
    return next(rank for rank, names in enumerate(floors) if app in names)


def may_point(source: tuple[str, str], target: tuple[str, str]) -> bool:
    """Down the bands, and inside a band down its floors; never sideways."""
    if not target[0] or source == target:
        return True
    if source[0] != target[0]:
        return BANDS.index(source[0]) < BANDS.index(target[0])
    floors = {"registers": REGISTERS, "journey": JOURNEY}.get(source[0])
    if floors is None:
        return source[0] == "kernel"  # import-linter forbids cycles there
    return _rank(floors, source[1]) < _rank(floors, target[1])


def test_foreign_keys_obey_the_bands() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        source = _place(model)
        if not source[0]:
            continue
        for field in model._meta.get_fields():
            related = field.related_model
            if isinstance(field, ForeignObjectRel) or not isinstance(related, type):
                continue
            by_setting = source[0] == "kernel" and related._meta.label == USER
            if not by_setting and not may_point(source, _place(related)):
                wrong.append(f"{model._meta.label}.{field.name} → {related._meta.label}")
    assert not wrong, f"points up the house, so the lower app cannot stand without it: {wrong}"


def test_nobody_reads_an_upper_apps_rows_through_a_reverse_name() -> None:
    """`building.occupancies` in buildings would need occupancy without importing it."""
    read = []
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            source = _place(relation.related_model)
            if not source[0] or not _place(model)[0]:
                continue
            names = {relation.name, relation.get_accessor_name() or relation.name}
            for path in _files_below(source):
                read += [f"{tree.name(path)}:{line} {n}" for n in names for line in _uses(path, n)]
    assert not read, f"ask the upper app, or let it declare up: {sorted(set(read))}"


def _files_below(upper: tuple[str, str]) -> Iterator[Path]:
    """Files whose app may not import the upper one; kernel and engines name no field of a row."""
    for path in tree.hand_written():
        if tree.SOURCE not in path.parents or {"tests", "__init__.py"} & set(path.parts):
            continue
        parts = path.relative_to(tree.SOURCE).parts
        place = (parts[0], parts[1].removesuffix(".py")) if len(parts) > 1 else ("", "")
        if place[0] in BANDS[:-2] and place != upper and not may_point(place, upper):
            yield path


@cache
def _words(path: Path) -> tuple[tuple[int, str], ...]:
    """Attributes read, and the parts of lookups written as text, with their lines."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            found += [(node.value.lineno, part) for part in node.arg.split("__")]
        elif isinstance(node, ast.Constant) and re.fullmatch(r"\w+__\w+", str(node.value)):
            found += [(node.lineno, part) for part in str(node.value).split("__")]
    return tuple(found)


def _uses(path: Path, name: str) -> list[int]:
    return [line for line, word in _words(path) if word == name]
