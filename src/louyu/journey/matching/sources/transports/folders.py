"""监视文件夹: a folder on this server into which somebody else puts files."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports import naming
from louyu.journey.matching.sources.transports.contract import (
    COLUMNS,
    FeedFailed,
    Fetched,
    Setting,
    Told,
    Transport,
)


def allowed_folders() -> list[Path]:
    """The instance's own `feeds`, and those its administrator named."""
    named = [Path(one) for one in settings.FEEDS.get("folders", ())]
    return [Path(settings.LOUYU_HOME) / "feeds", *named]


def is_allowed(path: Path) -> bool:
    """Whatever links and dots make of it."""
    real = path.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in allowed_folders())


class FolderTransport(Transport):
    key = "folder"
    settings = (
        Setting("folder", "文件夹", "服务器上的完整路径，须在系统管理员开放的文件夹之内。"),
        *naming.SETTINGS,
        COLUMNS,
    )

    def _faults(self, told: Told) -> list[str]:
        found = naming.faults(told["pattern"])
        folder = Path(told["folder"])
        if not folder.is_absolute() or not is_allowed(folder):
            found.append(
                f"文件夹 {folder} 不在开放的范围内，请用 feeds 下的文件夹，"
                "或请系统管理员写进 instance.json 的 feeds.folders。"
            )
        return found

    def try_out(self, told: Told) -> str:
        names = [path.name for path in self._files(told)]
        return f"文件夹可以读写，里面有 {len(names)} 个文件。"

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        files = {path.name: path for path in self._files(told)}
        name = naming.chosen(files, told["pattern"], period, told["complete"])
        path, beside = files[name], files.get(name + naming.MARKER)
        if path.stat().st_size > naming.MOST_BYTES:
            raise FeedFailed(f"{name} 超过 20 MB，请提供单位分成几个文件。")
        out = into / name
        try:
            shutil.copyfile(path, out)
            marker = naming.Marker.read(beside.read_text("utf-8")[:1000] if beside else "")
        except (OSError, UnicodeDecodeError) as trouble:
            raise FeedFailed(f"读不了 {name}，请核对文件权限。") from trouble
        marker.refuse_other(_digest(out))
        return Fetched(out, name, marker.rows)

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        """Only this very file: another one of its name may have come meanwhile."""
        folder = Path(told["folder"])
        path = folder / name
        if not path.is_file() or path.is_symlink() or _digest(path) != sha256:
            return
        archive = folder / naming.ARCHIVE
        try:
            archive.mkdir(exist_ok=True)
            path.rename(archive / naming.free_name(name, (one.name for one in archive.iterdir())))
            (folder / (name + naming.MARKER)).unlink(missing_ok=True)
        except OSError as trouble:
            raise FeedFailed(
                f"{name} 已取得，但移不进“{naming.ARCHIVE}”文件夹，请系统管理员核对写权限。"
            ) from trouble

    def _files(self, told: Told) -> list[Path]:
        folder = Path(told["folder"])
        if not is_allowed(folder):
            raise FeedFailed(f"文件夹 {folder} 不在开放的范围内，请系统管理员核对。")
        try:
            return [one for one in folder.iterdir() if one.is_file() and not one.is_symlink()]
        except OSError as trouble:
            raise FeedFailed(f"打不开文件夹 {folder}，请系统管理员核对路径和权限。") from trouble


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
