"""启动与演示: the verbs `demo` and `run`."""

import argparse

from louyu.runner.console import Refused, say, step
from louyu.runner.processes import Service, refuse_taken_port
from louyu.runner.serving import Instance, running_instance


def add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")


def demo(options: argparse.Namespace) -> int:
    refuse_taken_port(options.port)
    with running_instance() as instance:
        if not (instance.home / "demo.json").exists():
            _fill(instance)
        say("演示实例：全部数据均为虚构，演示账号见登录页。")
        Service(instance, options.port).serve()
    return 0


def _fill(instance: Instance) -> None:
    with step("正在生成演示数据"):
        if instance.batch(["demo-data"]):
            raise Refused("演示数据没有生成，原因见上。")


def run(options: argparse.Namespace) -> int:
    refuse_taken_port(options.port)
    with running_instance() as instance:
        Service(instance, options.port).serve()
    return 0
