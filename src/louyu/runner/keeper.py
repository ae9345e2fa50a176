"""看守: parent of one private PostgreSQL; stops it when nobody uses it any more.

Two locks in the instance tell the whole state, and the kernel lets go of both when a process
dies, however it dies: `keeper.lock` is held by the keeper and names it once the server is ready;
`users.lock` is shared by everybody who uses the server.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from louyu.runner.cluster import Cluster
from louyu.runner.console import Refused, say
from louyu.runner.folders import logs

PAUSE = 0.1
MOST_REFUSALS, REFUSED_PAUSE = 20, 0.25


def keeper_lock(home: Path) -> Path:
    return home / "postgres" / "keeper.lock"


def users_lock(home: Path) -> Path:
    return home / "postgres" / "users.lock"


def try_lock(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Keeper:
    def __init__(self, cluster: Cluster, name: IO[str], users: IO[str]) -> None:
        self.cluster, self.name, self.users = cluster, name, users
        self.log = (logs(cluster.home) / "postgres.log").open("ab")
        self.told_to_stop = False
        self.refusals = 0  # starts in a row that the server itself gave up
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def keep(self) -> None:
        """Until the last user is gone; a server that dies meanwhile is started again."""
        while not self._served():
            if not self.refusals:
                say("PostgreSQL ended unexpectedly; it is started again")

    def _served(self) -> bool:
        """One life of the server; whether its end was meant."""
        self._announce("")
        self.cluster.sweep()
        server, ready = self.cluster.start(self.log), False
        try:
            while server.poll() is None:
                if self.told_to_stop or try_lock(self.users):
                    return True
                if not ready and self.cluster.is_ready():
                    ready = True
                    self._announce(str(os.getpid()))
                time.sleep(PAUSE)
            self._note_its_end(gave_up=not ready and server.returncode > 0)
            return False
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGINT)  # fast shutdown: ends sessions, keeps commits
            server.wait()
            self.cluster.close_sockets()

    def _note_its_end(self, *, gave_up: bool) -> None:
        """One killed did not give up: its code is negative.

        One that gave up may have met the last of its predecessor, which lets go of the data
        folder a moment before it is gone: it is tried again for a few seconds.
        """
        self.refusals = self.refusals + 1 if gave_up else 0
        if self.refusals == MOST_REFUSALS:
            raise Refused("PostgreSQL 没有启动成功，原因见 logs/postgres.log。")
        if gave_up:
            time.sleep(REFUSED_PAUSE)

    def _announce(self, text: str) -> None:
        self.name.seek(0)
        self.name.truncate()
        self.name.write(text)
        self.name.flush()


def main(home: Path, *, durable: bool) -> int:
    with keeper_lock(home).open("a+") as name, users_lock(home).open("a+") as users:
        if not try_lock(name):
            return 0  # somebody else's keeper was faster
        try:
            cluster = Cluster(home, durable=durable)
            cluster.create()
            Keeper(cluster, name, users).keep()
        except Refused as refusal:
            say(str(refusal))
            return 1
        finally:
            name.truncate(0)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), durable=sys.argv[2:] != ["throwaway"]))
