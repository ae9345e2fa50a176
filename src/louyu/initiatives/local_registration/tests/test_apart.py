"""与其他应用隔开: no other app reads what a firm said; nothing can be made to rest on it."""

import ast
import re
from pathlib import Path

from django.apps import apps

from louyu.initiatives.local_registration import models
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise

APP = Path(models.__file__).parent
SOURCE = APP.parents[1]
# The frame of the product: that it is installed, where its pages are, and the way to them.
FRAME = {"config/settings/apps.py", "config/urls.py", "portal/navigation.py"}
OURS = re.compile(r"local_registration|DepartureSign")


def _others(ending: str) -> list[Path]:
    return [path for path in SOURCE.rglob(f"*{ending}") if APP not in path.parents]


def test_no_other_file_names_the_app_its_tables_or_its_models() -> None:
    named = {
        path.relative_to(SOURCE).as_posix()
        for ending in (".py", ".html", ".sql")
        for path in _others(ending)
        if OURS.search(path.read_text(encoding="utf-8"))
    }
    assert named <= FRAME


def test_nothing_imports_it() -> None:
    for path in _others(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("louyu.initiatives") for name in names), path


def test_no_table_of_another_app_refers_to_its_tables() -> None:
    for model in apps.get_models():
        if model._meta.app_label != "local_registration":
            for one in model._meta.get_fields(include_hidden=False):
                related = getattr(one, "related_model", None)
                label = related._meta.app_label if related and related != "self" else ""
                assert label != "local_registration", f"{model._meta.label}.{one.name}"


def test_a_firm_and_a_building_lead_to_none_of_its_rows() -> None:
    """No query of another app can reach it through a relation."""
    for model in (Enterprise, Building):
        for relation in model._meta.related_objects:
            if relation.related_model._meta.app_label == "local_registration":
                assert relation.hidden, relation


def test_it_declares_nothing_for_others_to_count_or_to_print() -> None:
    """No indicator, report, panel, column, colour, resource (and so no API) and no check."""
    declarations = {
        *("indicators", "reports", "panels", "listing", "colours", "resource", "checks"),
        *("facts", "sources", "imports", "commands"),
    }
    assert not {path.stem for path in APP.glob("*.py")} & declarations


def test_it_reads_no_tax_and_no_assessment() -> None:
    words = re.compile(r"louyu\.registers\.taxation|louyu\.journey\.(statistics|evaluation)")
    for path in APP.glob("*.py"):
        assert not words.search(path.read_text(encoding="utf-8")), path
