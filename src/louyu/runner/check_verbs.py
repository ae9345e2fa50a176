"""检查与测试: the verbs `check` and `test`."""

import argparse
import subprocess
from concurrent.futures import ThreadPoolExecutor

from louyu.runner.browser import ensure_browser
from louyu.runner.console import say
from louyu.runner.database import database
from louyu.runner.folders import CHECKOUT, PYTHON, instance
from louyu.runner.packages import ensure_packages
from louyu.runner.serving import Instance

TOOLS = {
    "ruff": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "import-linter": ("importlinter.cli", "lint-imports"),
    "djlint": ("djlint", "src", "--lint", "--quiet"),
    "mypy": ("mypy",),
}


def add_test_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="只测这些文件或文件夹，不做检查")
    parser.add_argument("--long", action="store_true", help="也做需要很久的测试")


def check(options: argparse.Namespace) -> int:
    ensure_packages(dev=True)
    return max(_run_tools(), _pytest(["tests/house"]))


def test(options: argparse.Namespace) -> int:
    ensure_packages(dev=True)
    ensure_browser()
    found = 0 if options.paths else _run_tools()
    long = ["--long"] if options.long else []
    return max(found, _pytest(["-n", "2", "--dist", "loadgroup", *long, *options.paths]))


def _run_tools() -> int:
    """Two at a time; each says nothing when it is content."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = pool.map(_run_tool, TOOLS.values())
        failed = [_report(name, done) for name, done in zip(TOOLS, outcomes, strict=True)]
    return int(any(failed))


def _run_tool(command: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PYTHON, "-m", *command], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


def _report(name: str, done: "subprocess.CompletedProcess[str]") -> bool:
    say(f"{'×' if done.returncode else '✓'} {name}")
    if done.returncode:
        say((done.stdout + done.stderr).strip())
    return done.returncode != 0


def _pytest(arguments: list[str]) -> int:
    """On a server of its own that need not survive anything."""
    home = instance() / "test"
    home.mkdir(exist_ok=True)
    with database(home, durable=False) as found:
        return Instance(home, found).python("-m", "pytest", *arguments, cwd=CHECKOUT).wait()
