"""文档: what a document points at is there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house import tree

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
DOCUMENTS = [path for path in tree.committed() if path.suffix == ".md"]


def _anchors(path: Path) -> set[str]:
    """As the usual hosts derive them: lower case, spaces to hyphens, punctuation dropped."""
    headings = re.findall(r"^#+ +(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=tree.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    dead = []
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue  # another site's page may go; ours may not
        file, _, anchor = unquote(target).partition("#")
        path = (document.parent / file).resolve() if file else document
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            dead.append(target)
    assert not dead, f"{tree.name(document)} points at nothing: {dead}"


def test_every_decision_is_listed() -> None:
    folder = tree.ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    unlisted = {p.name for p in folder.glob("[0-9]*.md")} - listed
    assert not unlisted, f"a decision nobody finds decides nothing: {unlisted}"
