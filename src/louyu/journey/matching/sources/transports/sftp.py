"""SFTP 文件交换: a folder on another server whose host key is known beforehand."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from contextlib import suppress
from pathlib import Path

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports import keys, naming
from louyu.journey.matching.sources.transports.contract import (
    COLUMNS,
    FeedFailed,
    Fetched,
    Setting,
    Told,
    Transport,
)


class SftpTransport(Transport):
    key = "sftp"
    settings = (
        Setting("host", "主机", "主机名或地址，须在系统管理员允许的名单里。"),
        Setting("port", "端口", "一般是 22。"),
        Setting("user", "账号"),
        Setting("secret", "口令名称", "口令或私钥由系统管理员放进服务器，这里只填它的名称。"),
        Setting("host_key", "主机公钥", "对方给的一行，如 ssh-ed25519 AAAA…；不一致就不连接。"),
        Setting("folder", "文件夹", "对方服务器上的路径。"),
        *naming.SETTINGS,
        COLUMNS,
    )

    def _faults(self, told: Told) -> list[str]:
        found = naming.faults(told["pattern"])
        if not str(told["port"]).isdecimal() or not 0 < int(told["port"]) < 65_536:
            found.append("端口请填 1 至 65535 的数字，一般是 22。")
        try:
            _host_key(told)
        except FeedFailed as fault:
            found.append(str(fault))
        return [*found, *filter(None, [keys.fault_of(told["secret"])])]

    def try_out(self, told: Told) -> str:
        from louyu.journey.matching.sources.transports.sftp_session import files_in, session_with

        with session_with(told, _host_key(told)) as session:
            return f"连接正常，文件夹里有 {len(files_in(session, told))} 个文件。"

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        from louyu.journey.matching.sources.transports.sftp_session import (
            files_in,
            read,
            session_with,
        )

        with session_with(told, _host_key(told)) as session:
            files = files_in(session, told)
            name = naming.chosen(files, told["pattern"], period, told["complete"])
            raw = read(session, told, name)
            marker = naming.Marker()
            if name + naming.MARKER in files:
                beside = read(session, told, name + naming.MARKER)
                marker = naming.Marker.read(beside.decode("utf-8", "replace")[:1000])
        if len(raw) < files[name]:
            raise FeedFailed(f"{name} 没有收全（{len(raw)} / {files[name]} 字节），稍后再试。")
        marker.refuse_other(hashlib.sha256(raw).hexdigest())
        out = into / name
        out.write_bytes(raw)
        return Fetched(out, name, marker.rows)

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        """Only this very file: another one of its name may have come meanwhile."""
        from louyu.journey.matching.sources.transports.sftp_session import (
            files_in,
            read,
            session_with,
        )

        with session_with(told, _host_key(told)) as session:
            if name not in files_in(session, told):
                return
            if hashlib.sha256(read(session, told, name)).hexdigest() != sha256:
                return
            archive = posixpath.join(told["folder"], naming.ARCHIVE)
            with suppress(OSError):  # it is there already
                session.mkdir(archive)
            try:
                free = naming.free_name(name, session.listdir(archive))
                session.rename(posixpath.join(told["folder"], name), posixpath.join(archive, free))
            except OSError as trouble:
                raise FeedFailed(
                    f"{name} 已取得，但移不进对方的“{naming.ARCHIVE}”文件夹，请对方开放改名的权限。"
                ) from trouble
            with suppress(OSError):  # without a marker there is none to remove
                session.remove(posixpath.join(told["folder"], name + naming.MARKER))


def _host_key(told: Told) -> tuple[str, bytes]:
    """Kind and bytes of `ssh-ed25519 AAAA… remark`."""
    parts = str(told["host_key"]).split()
    try:
        raw = base64.b64decode(parts[1], validate=True)
        size = int.from_bytes(raw[:4], "big")
        if raw[4 : 4 + size].decode() == parts[0]:
            return parts[0], raw
    except (IndexError, ValueError, UnicodeDecodeError):
        pass
    raise FeedFailed("主机公钥请整行粘贴，如 ssh-ed25519 AAAA…。")
