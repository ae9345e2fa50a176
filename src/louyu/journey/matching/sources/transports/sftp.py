"""SFTP 文件交换: a folder on another server whose host key is known beforehand."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import paramiko

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports import keys, naming
from louyu.journey.matching.sources.transports.contract import (
    FeedFailed,
    Fetched,
    Setting,
    Told,
    Transport,
)
from louyu.journey.matching.sources.transports.network import connected

SECONDS = 60
_KEY_TYPES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


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
        with _session(told) as session:
            return f"连接正常，文件夹里有 {len(_files(session, told))} 个文件。"

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        with _session(told) as session:
            files = _files(session, told)
            name = naming.chosen(files, told["pattern"], period, told["complete"])
            raw = _read(session, told, name)
            marker = naming.Marker()
            if name + naming.MARKER in files:
                beside = _read(session, told, name + naming.MARKER)
                marker = naming.Marker.read(beside.decode("utf-8", "replace")[:1000])
        if len(raw) < files[name]:
            raise FeedFailed(f"{name} 没有收全（{len(raw)} / {files[name]} 字节），稍后再试。")
        marker.refuse_other(hashlib.sha256(raw).hexdigest())
        out = into / name
        out.write_bytes(raw)
        return Fetched(out, name, marker.rows)

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        """Only this very file: another one of its name may have come meanwhile."""
        with _session(told) as session:
            if name not in _files(session, told):
                return
            if hashlib.sha256(_read(session, told, name)).hexdigest() != sha256:
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


@contextmanager
def _session(told: Told) -> Iterator[paramiko.SFTPClient]:
    expected, port = _host_key(told), int(told["port"])
    word = keys.secret(told["secret"])
    line = paramiko.Transport(connected(told["host"], port))
    try:
        line.banner_timeout = line.auth_timeout = line.handshake_timeout = SECONDS
        line.start_client(timeout=SECONDS)
        met = line.get_remote_server_key()
        if (met.get_name(), met.asbytes()) != expected:
            raise FeedFailed(
                "对方主机的公钥与登记的不一致，没有登录；请向对方核实是否更换过主机，再更新公钥。"
            )
        _sign_in(line, told["user"], word)
        session = paramiko.SFTPClient.from_transport(line)
        assert session is not None
        session.get_channel().settimeout(SECONDS)
        yield session
    except paramiko.AuthenticationException as refused:
        raise FeedFailed("对方不接受这个账号和口令，请与对方核对后由系统管理员更新。") from refused
    except (paramiko.SSHException, OSError, EOFError) as trouble:
        raise FeedFailed(f"与 {told['host']} 的 SFTP 连接中断，稍后再试。") from trouble
    finally:
        line.close()


def _sign_in(line: paramiko.Transport, user: str, word: str) -> None:
    if not word.startswith("-----BEGIN"):
        line.auth_password(user, word, fallback=False)
        return
    for kind in _KEY_TYPES:
        with suppress(paramiko.SSHException):
            key = kind.from_private_key(io.StringIO(word + "\n"))
            break
    else:
        raise FeedFailed("私钥读不了，请系统管理员换成没有加密的 OpenSSH 私钥。")
    line.auth_publickey(user, key)


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


def _files(session: paramiko.SFTPClient, told: Told) -> dict[str, int]:
    """Name → bytes, of plain files alone."""
    try:
        listed = session.listdir_attr(told["folder"])
    except FileNotFoundError as missing:
        raise FeedFailed(f"对方没有 {told['folder']} 这个文件夹，请核对。") from missing
    return {
        one.filename: one.st_size or 0
        for one in listed
        if stat.S_ISREG(one.st_mode or 0) and "/" not in one.filename
    }


def _read(session: paramiko.SFTPClient, told: Told, name: str) -> bytes:
    with session.open(posixpath.join(told["folder"], name), "rb") as source:
        raw = bytes(source.read(naming.MOST_BYTES + 1))
    if len(raw) > naming.MOST_BYTES:
        raise FeedFailed(f"{name} 超过 20 MB，请提供单位分成几个文件。")
    return raw
