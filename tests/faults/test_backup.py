"""备份: what was backed up comes back whole, into an empty instance only."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from louyu.runner.console import Refused
from louyu.runner.database import Database, database
from louyu.runner.database_verbs import backup, restore
from louyu.runner.serving import Instance


@pytest.fixture
def instance(private: Database, home: Path) -> Instance:
    with psycopg.connect(private.owner_url) as connection:
        connection.execute("DROP TABLE IF EXISTS remembered")
        connection.execute("CREATE TABLE remembered AS SELECT 7 AS number")
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "letter").write_bytes(b"kept")
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys" / "secret_key").write_text("secret")
    return Instance(home, private)


@pytest.fixture
def archive(instance: Instance, tmp_path: Path) -> Path:
    backup(tmp_path / "kept.zip", instance)
    return tmp_path / "kept.zip"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    """Restoring ends with a migration, which is not what is tried here."""
    monkeypatch.setattr(Instance, "migrate", lambda self: None)
    home = tmp_path / "other"
    home.mkdir()
    with database(home) as found:
        yield Instance(home, found)


def test_a_backup_comes_back_whole(archive: Path, empty: Instance) -> None:
    restore(archive, empty)
    with psycopg.connect(empty.database.owner_url) as connection:
        assert connection.execute("SELECT number FROM remembered").fetchone() == (7,)
    assert (empty.home / "files" / "letter").read_bytes() == b"kept"
    assert (empty.home / "keys" / "secret_key").stat().st_mode & 0o077 == 0


def test_rows_under_lock_come_back_and_stay_under_lock(
    instance: Instance, empty: Instance, tmp_path: Path
) -> None:
    with psycopg.connect(instance.database.owner_url) as connection:
        connection.execute(
            "DROP TABLE IF EXISTS secret; CREATE TABLE secret AS SELECT 9 AS number;"
            "ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY shut ON secret"
            " USING ((SELECT current_setting('louyu.tax', true)) = 'read')"
        )
    backup(tmp_path / "locked.zip", instance)
    restore(tmp_path / "locked.zip", empty)
    with psycopg.connect(empty.database.owner_url) as connection:
        assert connection.execute("SELECT number FROM secret").fetchone() is None
        connection.execute("SET LOCAL louyu.tax = 'read'")
        assert connection.execute("SELECT number FROM secret").fetchone() == (9,)


def test_only_its_owner_can_read_a_backup(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_nothing_is_restored_over_data(archive: Path, instance: Instance) -> None:
    with pytest.raises(Refused, match="已有数据"):
        restore(archive, instance)


def test_a_damaged_backup_is_told_and_changes_nothing(archive: Path, empty: Instance) -> None:
    with zipfile.ZipFile(archive) as whole:
        dump = whole.getinfo("database.dump")
    content = bytearray(archive.read_bytes())
    content[dump.header_offset + 200] ^= 0xFF
    archive.write_bytes(content)
    with pytest.raises(Refused, match="已损坏"):
        restore(archive, empty)
    assert not (empty.home / "files").exists()
