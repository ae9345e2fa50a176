"""文档与产品: what the documents name exists, and what exists is named."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from louyu.kernel.commands import verbs
from louyu.runner.__main__ import VERBS
from tests.house import tree

MODELS_PAGE = tree.ROOT / "docs" / "reference" / "models.md"
DOCUMENTS = [p for p in tree.committed() if p.suffix == ".md"]
IMAGES = tree.ROOT / "docs" / "images"
HEAVIEST = 300 * 1024
TRACKING = {"insert_insert", "update_update", "delete_delete"}


def _ours() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("louyu.") and not model.__name__.endswith("Event")
    ]


def _rules(model: type[Model]) -> set[str]:
    triggers = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
    named = {rule.name for rule in model._meta.constraints} | (triggers - TRACKING)
    return {re.sub(r"_frozen_(insert|update|move_in|delete)$", "_frozen_…", name) for name in named}


@pytest.mark.parametrize("model", _ours(), ids=lambda model: model._meta.label)
def test_every_table_and_its_rules_are_described(model: type[Model]) -> None:
    page = MODELS_PAGE.read_text(encoding="utf-8")
    assert f"**{model.__name__}** {model._meta.verbose_name}" in page
    missing = {name for name in _rules(model) if f"`{name}`" not in page}
    assert not missing, f"docs/reference/models.md does not name {missing}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=tree.name)
def test_every_command_of_a_document_exists(document: Path) -> None:
    known = {verb.name for verb in VERBS} | {verb.name for verb in verbs()}
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"\./louyu ([a-z][a-z-]*)", text))
    assert named <= known, f"{tree.name(document)} names unknown commands: {named - known}"


def test_pictures_are_light_and_used() -> None:
    texts = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    pictures = list(IMAGES.glob("*.png"))
    assert not [p.name for p in pictures if p.stat().st_size > HEAVIEST]
    assert not [p.name for p in pictures if f"images/{p.name}" not in texts]


def test_the_map_of_the_house_shows_every_folder() -> None:
    page = (tree.ROOT / "docs" / "reference" / "architecture.md").read_text(encoding="utf-8")
    bands = ("engines", "kernel", "registers", "journey")
    folders = {
        path.relative_to(tree.SOURCE).parts[1]
        for path in tree.hand_written()
        if tree.SOURCE in path.parents
        and path.relative_to(tree.SOURCE).parts[0] in bands
        and len(path.relative_to(tree.SOURCE).parts) > 2
    }
    assert not {name for name in folders if f"── {name}/" not in page}
