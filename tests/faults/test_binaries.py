"""PostgreSQL 程序: which ones are taken, and that data keep the version that made them."""

from pathlib import Path

import pytest

from louyu.runner import binaries
from louyu.runner.console import Refused


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PostgreSQL folders a test fills; no wheel is fetched."""
    monkeypatch.delenv("LOUYU_PG_BINDIR", raising=False)
    monkeypatch.setattr(binaries, "MACHINE", tmp_path)
    monkeypatch.setattr(binaries, "ensure_postgres_wheel", lambda: None)
    monkeypatch.setattr(binaries, "VENV", tmp_path / "no-wheel")
    return tmp_path


def _installed(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for program in binaries.NEEDED:
        (folder / program).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / program).chmod(0o755)
    return folder


def test_the_machine_s_newest_is_taken(machine: Path) -> None:
    _installed(machine / "15" / "bin", "15.4")
    newest = _installed(machine / "17" / "bin", "17.1")
    assert binaries.find(major=None, user=None).folder == newest


def test_data_are_opened_by_the_version_that_made_them(machine: Path) -> None:
    older = _installed(machine / "15" / "bin", "15.4")
    _installed(machine / "17" / "bin", "17.1")
    assert binaries.find(major=15, user=None).folder == older


def test_a_version_too_old_is_not_taken(machine: Path) -> None:
    _installed(machine / "14" / "bin", "14.9")
    with pytest.raises(Refused, match="没有找到 PostgreSQL 15"):
        binaries.find(major=None, user=None)


def test_a_named_folder_without_programs_is_told(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOUYU_PG_BINDIR", str(machine))
    with pytest.raises(Refused, match="LOUYU_PG_BINDIR"):
        binaries.find(major=None, user=None)
