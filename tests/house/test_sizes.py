"""大小: a reader can hold one file, one function, one mechanism in mind."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.house import tree

FILE, FUNCTION = 400, 40
KERNEL, MECHANISM = 4000, 600


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_file_stays_readable_in_one_sitting() -> None:
    long = {tree.name(p): _lines(p) for p in tree.hand_written() if _lines(p) > FILE}
    assert not long, f"a file has at most {FILE} lines; make it a folder of the same name: {long}"


def test_a_function_fits_a_screen() -> None:
    long = [
        f"{tree.name(path)}:{node.lineno} {node.name}"
        for path in tree.hand_written()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION
    ]
    assert not long, f"a function has at most {FUNCTION} lines; name its parts: {long}"


def test_the_kernel_stays_small() -> None:
    sizes: Counter[str] = Counter()
    kernel = tree.SOURCE / "kernel"
    for path in tree.hand_written():
        if kernel in path.parents and "tests" not in path.parts:
            sizes[path.relative_to(kernel).parts[0]] += _lines(path)
    wide = {mechanism: size for mechanism, size in sizes.items() if size > MECHANISM}
    assert not wide, f"a mechanism has at most {MECHANISM} lines; it has become two: {wide}"
    total = sum(sizes.values())
    assert total <= KERNEL, f"the kernel has {total} lines of {KERNEL}: move domain words out"


@pytest.mark.parametrize("path", list(tree.hand_written()), ids=tree.name)
def test_a_module_says_in_one_line_what_belongs_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py" and not text.strip():
        return  # a folder whose parent's docstring says it
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert docstring, f'{tree.name(path)}: first line: """中文术语: what belongs here."""'
