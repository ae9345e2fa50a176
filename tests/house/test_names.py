"""名称: a file's name says what is in it, and nothing names the machine it was made on."""

import ast
import re
from pathlib import Path

from tests.house import tree

FORBIDDEN = {
    *("utils", "util", "helpers", "helper", "lib", "misc", "common", "base", "core", "tools"),
    *("signals", "managers", "manager", "mixins", "stuff"),
}
# An absolute path of somebody's machine; a package registry's or mirror's host.
MACHINE = re.compile(
    r"(?<![\w.])/(home|root|Users|work|opt|mnt)/[\w.-]+"
    r"|[A-Za-z]:\\\\?Users"
    r"|\b(files\.)?pythonhosted\.org|\bpypi\.org|\bregistry\.npmjs|\bnpmmirror|\bdeb\.debian\.org"
)
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".json", ".yml", ".yaml", ".html", ".css", ".js"}
TEXT |= {".mjs", ".sh", ".svg", ""}


def test_no_file_is_named_after_nothing() -> None:
    vague = [
        tree.name(path)
        for path in tree.python()
        if {part.removesuffix(".py") for part in path.relative_to(tree.ROOT).parts} & FORBIDDEN
    ]
    assert not vague, f"what is it about? Name the file so: {vague}"


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tree.committed():
        if path.suffix not in TEXT or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if MACHINE.search(line):
                found.append(f"{tree.name(path)}:{number} {line.strip()[:100]}")
    assert not found, f"works on one machine only: {found}"


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{tree.name(path)}:{number}"
        for path in tree.python()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert not found, f"do it, or open an issue: {found}"


def test_no_signal_is_connected() -> None:
    """Who calls whom must be readable: a service calls, nothing listens."""
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.hand_written()
        if tree.SOURCE in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
    ]
    assert not found, f"call the service instead of listening: {found}"
