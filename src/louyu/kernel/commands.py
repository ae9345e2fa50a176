"""批处理命令: verbs behind `./louyu`, found in every app's commands.py."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

Handler = Callable[[argparse.Namespace], int]
Configure = Callable[[argparse.ArgumentParser], None]


class CommandRefused(Exception):
    """Stops a verb; the message is one Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Verb:
    name: str
    help: str
    configure: Configure | None
    handler: Handler


_verbs: dict[str, Verb] = {}


def command(
    name: str, *, help: str, configure: Configure | None = None
) -> Callable[[Handler], Handler]:
    """Register a batch verb. The handler returns the exit status."""

    def register(handler: Handler) -> Handler:
        _verbs[name] = Verb(name, help, configure, handler)
        return handler

    return register


def verbs() -> list[Verb]:
    autodiscover_modules("commands")
    return sorted(_verbs.values(), key=lambda verb: verb.name)


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="./louyu", description="楼宇经济信息管理系统 · 批处理命令")
    subparsers = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in verbs():
        sub = subparsers.add_parser(verb.name, help=verb.help, description=verb.help)
        if verb.configure:
            verb.configure(sub)
        sub.set_defaults(handler=verb.handler)
    return root


def run(argv: list[str]) -> int:
    """Run one verb; refusals go to standard error as a sentence, never as a traceback."""
    options = parser().parse_args(argv)
    try:
        return int(options.handler(options))
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
