"""安装: the verb `setup`: everything that running, checking and testing need."""

import argparse

from louyu.runner.browser import ensure_browser
from louyu.runner.cluster import Cluster
from louyu.runner.console import say
from louyu.runner.folders import instance
from louyu.runner.packages import ensure_packages


def setup(options: argparse.Namespace) -> int:
    ensure_packages(dev=True)
    binaries = Cluster(instance()).binaries
    ensure_browser()
    say(f"安装完成。PostgreSQL {binaries.major}：{binaries.folder}")
    return 0
