"""范围的缺口: ways past the scope that no queryset can notice, each allowed by name only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

HOLES = {"_base_manager", "_default_manager", "raw", "cursor", "union"}
# file → hole → why it shows nobody a row that is not theirs
ALLOWED = {
    "src/louyu/engines/measures/compiling.py": {
        "union": "of expressions turned into text, which no engine executes"
    },
    "src/louyu/journey/statistics/computing.py": {
        "cursor": "the whole district, for nobody's eyes"
    },
    "src/louyu/journey/statistics/annotations.py": {
        "union": "of sources each of which passed its own scope; a part that did not raises"
    },
    "src/louyu/journey/statistics/facts.py": {"cursor": "the whole district, for nobody's eyes"},
    "src/louyu/journey/statistics/insertion.py": {
        "cursor": "runs what its callers wrote for the whole district, for nobody's eyes"
    },
    "src/louyu/journey/statistics/taxes/facts.py": {
        "cursor": "the whole district under the tax lock, for nobody's eyes"
    },
    "src/louyu/config/prepare.py": {"cursor": "an advisory lock around migrations"},
    "src/louyu/config/roles.py": {"cursor": "reads and grants roles, no rows"},
    "src/louyu/kernel/inbox/__init__.py": {
        "union": "of lists each of which passed its own scope; a part that did not raises"
    },
    "src/louyu/kernel/intake/resources.py": {
        "_default_manager": "models without a scope: nothing to pass"
    },
    "src/louyu/kernel/merging/staging.py": {
        "cursor": "COPY and merge of rows whose keys were resolved within the scope"
    },
    "src/louyu/kernel/jobs/services.py": {"cursor": "advisory lock and state of the queue"},
    "src/louyu/kernel/resource/choices.py": {
        "_default_manager": "models without a scope: nothing to pass"
    },
    "src/louyu/registers/deliveries/undoing.py": {
        "_base_manager": "an import goes back as a whole, whoever sees which part of it",
        "cursor": "deletes and restores by the numbers its own history gave",
    },
    "src/louyu/kernel/scope/actor.py": {"union": "of sets of place numbers, not of querysets"},
    "src/louyu/kernel/scope/models.py": {"raw": "the guard that refuses it"},
    "src/louyu/registers/organizations/rights_log.py": {
        "union": "of versions of accounts and duties, for the auditor alone"
    },
    "src/louyu/portal/public/keeping.py": {"cursor": "the number of the snapshot, no rows"},
    "src/louyu/registers/taxation/catalogue.py": {"cursor": "reads the catalogue, no rows"},
    "src/louyu/registers/taxation/lock.py": {"cursor": "sets and unsets the lock's setting"},
    "src/louyu/kernel/testing.py": {"cursor": "tries the database's own rules"},
}


def holes(source: str) -> Iterator[tuple[int, str]]:
    """`connection.cursor()`, `.raw(…)`, `.union(…)`, `._base_manager` and their kin."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in HOLES:
            yield node.lineno, node.attr


def _product() -> list[Path]:
    return [p for p in tree.hand_written() if tree.SOURCE in p.parents and "tests" not in p.parts]


def test_nobody_goes_around_the_scope_without_a_reason() -> None:
    found = [
        f"{tree.name(path)}:{line} .{hole}"
        for path in _product()
        for line, hole in holes(path.read_text(encoding="utf-8"))
        if hole not in ALLOWED.get(tree.name(path), {})
    ]
    assert not found, f"use visible_to(actor) or unscoped(reason), or give the reason here: {found}"


def test_no_permission_outlives_its_use() -> None:
    used = {tree.name(p): {h for _, h in holes(p.read_text(encoding="utf-8"))} for p in _product()}
    stale = [
        f"{name} .{hole}"
        for name, reasons in ALLOWED.items()
        for hole in reasons
        if hole not in used.get(name, set())
    ]
    assert not stale, f"no longer used, strike it off: {stale}"


@pytest.mark.parametrize(
    "line",
    [
        "Unit._base_manager.all()",
        "Unit.objects.raw('SELECT 1')",
        "connections['default'].cursor()",
        "a.union(b)",
        "model._default_manager.count()",
    ],
)
def test_the_net_catches_each_kind_of_hole(line: str) -> None:
    assert [hole for _, hole in holes(line)]
