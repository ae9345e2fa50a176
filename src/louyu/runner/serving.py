"""运行: an installed, migrated instance, and the programs of the house run against it."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from louyu.runner.console import Refused, step
from louyu.runner.database import Database, database, migrations_digest
from louyu.runner.folders import PYTHON, instance
from louyu.runner.packages import ensure_packages


@dataclass(frozen=True)
class Instance:
    home: Path
    database: Database

    def python(self, *arguments: str, **options: Any) -> "subprocess.Popen[bytes]":
        """One program of the house; it keeps the private server alive while it runs itself."""
        lock = self.database.lock
        return subprocess.Popen(
            [PYTHON, *arguments],
            env=self.database.environment(self.home),
            pass_fds=[lock.fileno()] if lock else [],
            **options,
        )

    def batch(self, arguments: Sequence[str], **options: Any) -> int:
        return self.python("-m", "louyu.config.batch", *arguments, **options).wait()

    def migrate(self) -> None:
        stamp = self.home / "postgres" / "migrated"
        digest = migrations_digest()
        if self.database.cluster and stamp.exists() and stamp.read_text() == digest:
            return
        with step("正在更新数据库结构"):
            self.prepare()
        if self.database.cluster:
            stamp.write_text(digest)

    def prepare(self) -> None:
        if self.python("-m", "louyu.config.prepare").wait():
            raise Refused("数据库结构没有更新成功，原因见上。")


def batch_without_database(
    arguments: Sequence[str], **options: Any
) -> "subprocess.CompletedProcess[Any]":
    """For what a verb can say of itself: its help, the list of verbs."""
    environment = Database("", "").environment(instance())
    return subprocess.run(
        [PYTHON, "-m", "louyu.config.batch", *arguments], env=environment, check=False, **options
    )


@contextmanager
def running_instance() -> Iterator[Instance]:
    ensure_packages()
    home = instance()
    with database(home) as found:
        running = Instance(home, found)
        running.migrate()
        yield running
