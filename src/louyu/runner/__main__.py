"""`./louyu VERB …`: the runner's own verbs; every other verb is a batch command of an app."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from louyu.runner import bench_verb, check_verbs, database_verbs, serve_verbs, setup_verb
from louyu.runner.console import Refused, say
from louyu.runner.packages import ensure_packages, has_packages
from louyu.runner.serving import batch_without_database, running_instance


@dataclass(frozen=True)
class Verb:
    name: str
    help: str
    handler: Callable[[argparse.Namespace], int]
    configure: Callable[[argparse.ArgumentParser], None] | None = None


VERBS = (
    Verb("demo", "演示：生成虚构数据并启动", serve_verbs.demo, serve_verbs.add_demo),
    Verb("run", "启动本实例", serve_verbs.run, serve_verbs.add_port),
    Verb("setup", "安装运行、检查和测试所需的全部软件", setup_verb.setup),
    Verb("test", "全部检查和测试", check_verbs.test, check_verbs.add_test_options),
    Verb("check", "全部检查：格式、类型、分层、迁移、文档链接", check_verbs.check),
    Verb("bench", "测速：每项与同一次运行中的对照相比", bench_verb.bench),
    Verb("db", "备份与恢复", database_verbs.database_verb, database_verbs.add_options),
)


def main(argv: list[str]) -> int:
    own = {verb.name for verb in VERBS}
    try:
        if argv and not argv[0].startswith("-") and argv[0] not in own:
            return _batch(argv)
        options = _parser(argv).parse_args(argv or ["--help"])
        return int(options.handler(options))
    except Refused as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130


def _batch(argv: list[str]) -> int:
    if {"-h", "--help"} & set(argv):
        ensure_packages()
        return batch_without_database(argv).returncode
    with running_instance() as instance:
        return instance.batch(argv)


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    asks_for_all = not argv or argv[0] in {"-h", "--help"}
    root = argparse.ArgumentParser(
        prog="./louyu",
        description="楼宇经济信息管理系统",
        epilog=_batch_verbs() if asks_for_all else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = root.add_subparsers(required=True, metavar="VERB", title="命令")
    for verb in VERBS:
        parser = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        if verb.configure:
            verb.configure(parser)
        parser.set_defaults(handler=verb.handler)
    return root


def _batch_verbs() -> str:
    """The apps name their verbs themselves, which only an installed checkout can ask."""
    if not has_packages():
        return "批处理命令在 ./louyu setup 之后列出。"
    listed = batch_without_database(["--list"], stdout=subprocess.PIPE, text=True).stdout
    lines = [line.partition("\t") for line in listed.splitlines()]
    return "批处理命令:\n" + "\n".join(f"    {name:<19} {help}" for name, _, help in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
