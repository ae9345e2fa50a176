"""SFTP 连接: a session with a server whose key is the one expected; loaded when there is one."""

from __future__ import annotations

import io
import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import paramiko

from louyu.journey.matching.sources.transports import keys, naming
from louyu.journey.matching.sources.transports.contract import FeedFailed, Told
from louyu.journey.matching.sources.transports.network import connected

SECONDS = 60
_KEY_TYPES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


@contextmanager
def session_with(told: Told, host_key: tuple[str, bytes]) -> Iterator[paramiko.SFTPClient]:
    port = int(told["port"])
    word = keys.secret(told["secret"])
    line = paramiko.Transport(connected(told["host"], port))
    try:
        line.banner_timeout = line.auth_timeout = line.handshake_timeout = SECONDS
        line.start_client(timeout=SECONDS)
        met = line.get_remote_server_key()
        if (met.get_name(), met.asbytes()) != host_key:
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


def files_in(session: paramiko.SFTPClient, told: Told) -> dict[str, int]:
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


def read(session: paramiko.SFTPClient, told: Told, name: str) -> bytes:
    with session.open(posixpath.join(told["folder"], name), "rb") as source:
        raw = bytes(source.read(naming.MOST_BYTES + 1))
    if len(raw) > naming.MOST_BYTES:
        raise FeedFailed(f"{name} 超过 20 MB，请提供单位分成几个文件。")
    return raw
