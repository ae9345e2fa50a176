"""备份与恢复: one archive holds an instance: its database, stored files and keys."""

import argparse
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from louyu.runner.binaries import Binaries, find
from louyu.runner.console import Refused, say, step
from louyu.runner.database import Database, database
from louyu.runner.folders import instance
from louyu.runner.packages import ensure_packages
from louyu.runner.serving import Instance

DUMP = "database.dump"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
PARTS = ("files", "keys", "instance.json", "demo.json")


def add_options(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="backup|restore")
    into = verbs.add_parser("backup", help="把整个实例写成一个备份文件")
    into.add_argument("file", nargs="?", type=Path, help="默认在当前文件夹，以时间命名")
    into.set_defaults(action=backup)
    back = verbs.add_parser("restore", help="把备份文件恢复到空实例")
    back.add_argument("file", type=Path)
    back.set_defaults(action=restore)


def database_verb(options: argparse.Namespace) -> int:
    ensure_packages()
    home = instance()
    with database(home) as found:
        options.action(options.file, Instance(home, found))
    return 0


def backup(file: Path | None, instance: Instance) -> None:
    target = file or Path(f"louyu-{datetime.now():%Y%m%d-%H%M%S}.zip")
    draft = target.with_name(f"{target.name}.part")
    draft.touch(mode=0o600)
    with step(f"正在备份到 {target}"), tempfile.TemporaryDirectory(dir=instance.home) as folder:
        dump = Path(folder) / DUMP
        # The database first: a stored file never changes, so all that the dump names follow.
        # Tax tables show their rows only to whoever says so (decision 0057); restoring brings
        # the rows back before it turns the row security on.
        options = ("--format=custom", "--enable-row-security", f"--file={dump}")
        _run(instance.database, "pg_dump", *options, unlocked=True)
        _run_bare(_binaries(instance.database), "pg_restore", "--list", str(dump))
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            archive.write(dump, DUMP)
            for path in _stored(instance.home):
                archive.write(path, path.relative_to(instance.home))
        draft.replace(target)
    say(f"备份文件含密钥和全部数据，请妥善保管：{target}")


def restore(file: Path, instance: Instance) -> None:
    """Into an empty instance only: nothing is ever overwritten."""
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    if (
        _run(instance.database, "psql", "--no-psqlrc", "--tuples-only", f"--command={tables}")
        != "0"
    ):
        raise Refused("此实例已有数据，不能恢复到其中。请用 LOUYU_HOME 指定一个空文件夹。")
    if not zipfile.is_zipfile(file):
        raise Refused(f"{file} 不是备份文件。")
    with (
        step(f"正在从 {file} 恢复"),
        tempfile.TemporaryDirectory(dir=instance.home) as folder,
        zipfile.ZipFile(file) as archive,
    ):
        if archive.testzip():
            raise Refused(f"{file} 已损坏，请换一个备份文件。")
        dump = archive.extract(DUMP, folder)
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run(instance.database, "pg_restore", *options, dump)
        archive.extractall(instance.home, [name for name in archive.namelist() if name != DUMP])
    for key in (instance.home / "keys").glob("*"):
        key.chmod(0o600)
    instance.migrate()


def _stored(home: Path) -> Iterator[Path]:
    for part in PARTS:
        path = home / part
        yield from (p for p in (path, *path.rglob("*")) if p.is_file())


def _binaries(database: Database) -> Binaries:
    return database.cluster.binaries if database.cluster else find(major=None, user=None)


def _run(database: Database, program: str, *arguments: str, unlocked: bool = False) -> str:
    options = {"PGOPTIONS": "-c louyu.tax=read"} if unlocked else {}
    where = f"--dbname={database.owner_url}"
    return _run_bare(_binaries(database), program, where, *arguments, **options)


def _run_bare(binaries: Binaries, program: str, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [binaries.path(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | variables,
    )
    if done.returncode:
        raise Refused(f"{program} 没有成功：\n{done.stderr.strip()[-2000:]}")
    return done.stdout.strip()
