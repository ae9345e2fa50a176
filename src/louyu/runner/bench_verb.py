"""测速: the verb `bench`, on an instance of its own that is thrown away."""

import argparse
import shutil

from louyu.runner.console import say
from louyu.runner.database import database
from louyu.runner.folders import CHECKOUT, instance
from louyu.runner.packages import ensure_packages
from louyu.runner.serving import Instance


def bench(options: argparse.Namespace) -> int:
    ensure_packages()
    home = instance() / "bench"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    with database(home) as found:
        if found.cluster is None:
            say("测速会清空企业表，请在没有 DATABASE_URL 的环境中运行，使用自带的数据库。")
            return 1
        running = Instance(home, found)
        running.migrate()
        status = running.python("-m", "bench", cwd=CHECKOUT).wait()
    shutil.rmtree(home)
    return status
