"""数据库集群: one private PostgreSQL on a data directory; a unix socket is its only door."""

import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from louyu.runner.binaries import Binaries, find
from louyu.runner.console import Refused

ROLES = """\
CREATE ROLE louyu_owner LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS
CREATE ROLE louyu_app LOGIN NOSUPERUSER NOBYPASSRLS
CREATE DATABASE louyu OWNER louyu_owner
REVOKE ALL ON DATABASE louyu FROM PUBLIC
GRANT CONNECT, TEMPORARY ON DATABASE louyu TO louyu_app
"""
# For tests alone: a database nobody will miss need not reach the disk.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Cluster:
    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "postgres" / "data"

    @property
    def sockets(self) -> Path:
        """Short whatever the instance's path: a socket's path has at most 107 bytes."""
        key = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path("/tmp") / f"louyu-{key}"  # noqa: S108 (owner and mode are checked)

    @cached_property
    def user(self) -> pwd.struct_passwd | None:
        """Whom root becomes: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise Refused("以 root 启动时需要系统中有 postgres 或 nobody 用户。")

    @cached_property
    def binaries(self) -> Binaries:
        version = self.data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        return find(major=major, user=self.user)

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/louyu?host={self.sockets}&port=5432"

    def create(self) -> None:
        """Made beside its place and renamed when complete: a kill leaves nothing half-made."""
        if self.data.exists():
            self._refuse_foreign(self.data)
            return
        draft = self.data.with_name("data.draft")
        shutil.rmtree(draft, ignore_errors=True)
        self._make(draft)
        settings = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres"]
        self._finish(draft, ["initdb", *settings])
        self._finish(draft, ["postgres", "--single", "postgres"], given=ROLES)
        draft.rename(self.data)

    def start(self, log: IO[bytes]) -> "subprocess.Popen[Any]":
        self._open_sockets()
        options = ["listen_addresses=", f"unix_socket_directories={self.sockets}", "port=5432"]
        options += ["unix_socket_permissions=0700", "log_timezone=Asia/Shanghai"]
        options += [] if self.durable else THROWAWAY
        arguments = [word for option in options for word in ("-c", option)]
        return self._program(
            self.data, "postgres", *arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def _program(
        self, data: Path, program: str, *arguments: str, **options: Any
    ) -> "subprocess.Popen[Any]":
        """Runs one of PostgreSQL's programs on a data directory.

        The directory is handed over open: whoever runs the program may work in it although the
        folders above it, root's own perhaps, are closed to them.
        """
        handle = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            return subprocess.Popen(
                [self.binaries.path(program), *arguments],
                cwd="/",
                env=_clean_environment() | {"PGDATA": f"/proc/self/fd/{handle}"},
                pass_fds=[handle],
                preexec_fn=end_with_parent,
                **options,
                **self._as_user(),
            )
        finally:
            os.close(handle)

    def is_ready(self) -> bool:
        command = [self.binaries.path("pg_isready"), "-q", "-h", str(self.sockets), "-p", "5432"]
        return subprocess.run([*command, "-U", "postgres", "-d", "postgres"]).returncode == 0

    def sweep(self) -> None:
        """End what a killed starter left running on this data directory, and wait until it is."""
        while survivors := list(self._survivors()):
            for pid in survivors:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.02)

    def _survivors(self) -> Iterator[int]:
        """Every process of a server stands in its data directory."""
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if (entry / "comm").read_text().strip() != "postgres":
                    continue
                if (entry / "cwd").samefile(self.data):
                    yield int(entry.name)
            except OSError:
                continue

    def _finish(self, data: Path, command: list[str], given: str = "") -> None:
        pipe, both = subprocess.PIPE, subprocess.STDOUT
        program = self._program(data, *command, stdin=pipe, stdout=pipe, stderr=both, text=True)
        said, _ = program.communicate(given)
        if program.returncode or "ERROR:" in said:
            raise Refused(f"建立数据库失败（{command[0]}）：\n{said.strip()[-2000:]}")

    def _as_user(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _open_sockets(self) -> None:
        """Others may write to the parent folder: what stands there already must be ours."""
        if not self.sockets.is_symlink() and self.sockets.is_dir():
            self._refuse_foreign(self.sockets)
        else:
            self._make(self.sockets)

    def close_sockets(self) -> None:
        """Leaves nothing in the shared folder; what others may have put there stays."""
        with suppress(OSError):
            self.sockets.rmdir()

    def _refuse_foreign(self, folder: Path) -> None:
        found = folder.lstat()
        ours = self.user.pw_uid if self.user else os.geteuid()
        if found.st_uid != ours or stat.S_IMODE(found.st_mode) & 0o077:
            raise Refused(
                f"{folder} 不属于当前用户或权限过宽，请用建立此实例的用户启动，或移走该文件夹。"
            )


def _clean_environment() -> dict[str, str]:
    """Without PGDATA, PGPORT and their kin, which belong to somebody's other server."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}


def end_with_parent() -> None:
    """Called in a new child: when its parent is killed the kernel asks it to end (SIGINT).

    For PostgreSQL that is a fast shutdown: sessions end, commits stay.
    """
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)
