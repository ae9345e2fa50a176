"""启动与演示: the verbs `demo` and `run`."""

import argparse
import json
import subprocess
import sys
from datetime import date

from louyu.runner.console import Refused, step
from louyu.runner.processes import Service, refuse_taken_port
from louyu.runner.serving import Instance, running_instance

DEMO = "演示实例：数据全部虚构，演示账号和密码见登录页。\n"
NO_ACCOUNT = """\
此实例还没有账号，请在另一个终端中开局：
  ./louyu init --district 六位区县代码 --name 区名 --office 区楼宇办全称
"""
MONTHS = 24
SCALES = {"district": "", "city": "二十倍的"}


def add_demo(parser: argparse.ArgumentParser) -> None:
    add_port(parser)
    parser.add_argument(
        "--scale",
        choices=SCALES,
        default="district",
        help="district 一个区（默认）；city 二十倍，用来看系统在全市规模下的样子",
    )


def add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")


def run(options: argparse.Namespace) -> int:
    refuse_taken_port(options.port)
    with running_instance() as instance:
        Service(instance, options.port, _hint(instance)).serve()
    return 0


def demo(options: argparse.Namespace) -> int:
    refuse_taken_port(options.port)
    with running_instance() as instance:
        _fill(instance, options.scale)
        Service(instance, options.port, DEMO).serve()
    return 0


def _hint(instance: Instance) -> str:
    listing = instance.python("-m", "louyu.config.batch", "user", "list", stdout=subprocess.PIPE)
    listed, _ = listing.communicate()
    return "" if listed.strip() else NO_ACCOUNT


def _fill(instance: Instance, scale: str) -> None:
    """Each of the two steps is repeated until it has been done once."""
    marker, figures = instance.home / "demo.json", instance.home / "demo-figures"
    if not marker.exists():
        with step(f"正在生成{SCALES[scale]}演示数据"):
            _batch(instance, "demo-data", "--scale", scale)
            instance.prepare()
    made = json.loads(marker.read_text())
    if made.get("scale", "district") != scale:  # the first demos knew one scale
        raise Refused("此实例里的演示数据是另一种规模的，请用 LOUYU_HOME 指定一个空文件夹。")
    if not figures.exists():
        months = _months_before(date.fromisoformat(made["base"]))
        with step(f"正在计算 {months} 各月指标"):
            _batch(instance, "compute", months)
            _batch(instance, "demo-bulletin")
        figures.write_text(months)


def _batch(instance: Instance, *arguments: str) -> None:
    if instance.batch(arguments, stdout=sys.stderr):
        raise Refused(f"./louyu {' '.join(arguments)} 没有成功，原因见上。")


def _months_before(base: date) -> str:
    """The complete months before the base day, as `compute` takes them."""
    this = base.year * 12 + base.month - 1
    first, last = (divmod(this - back, 12) for back in (MONTHS, 1))
    return "..".join(f"{year}-{month + 1:02d}" for year, month in (first, last))
