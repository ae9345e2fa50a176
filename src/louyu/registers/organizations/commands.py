"""账号: the batch verb `user`: the first accounts of an instance, and forgotten passwords."""

import argparse
import getpass
import secrets
import sys

from louyu.kernel.commands import CommandRefused, command
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import DutyRole, Role, User
from louyu.registers.organizations.services import AccountRefused, open_account, set_password
from louyu.registers.places.models import Place


def _configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="add|password|list")
    add = acts.add_parser("add", help="开立账号")
    add.add_argument("username", metavar="账号")
    add.add_argument("--name", required=True, metavar="姓名")
    add.add_argument("--role", required=True, choices=Role.values, metavar="岗位", help=_roles())
    add.add_argument("--place", metavar="代码", help="街道、园区、社区岗位的辖区代码")
    add.add_argument("--organization", default="", metavar="名称", help="所在单位，没有则登记")
    add.set_defaults(act=_add)
    renew = acts.add_parser("password", help="重设密码")
    renew.add_argument("username", metavar="账号")
    renew.set_defaults(act=_renew)
    for parser in (add, renew):
        parser.add_argument(
            "--type", action="store_true", help="自己输入密码（不给则生成并显示一次）"
        )
    acts.add_parser("list", help="列出账号和岗位").set_defaults(act=_list)


def _roles() -> str:
    return "；".join(f"{role.value} {role.label}" for role in Role)


@command("user", help="开立账号、重设密码、列出账号", configure=_configure)
def user(options: argparse.Namespace) -> int:
    try:
        options.act(options)
    except AccountRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    return 0


def _add(options: argparse.Namespace) -> None:
    password = _password(options)
    person = open_account(
        username=options.username,
        name=options.name,
        password=password,
        role=Role(options.role),
        place=_place(options.place) if options.place else None,
        body=options.organization,
        actor=console("开立账号"),
    )
    print(f"已开立账号 {person.username}（{Role(options.role).label}）。")
    _tell(options, password)


def _renew(options: argparse.Namespace) -> None:
    found = User.objects.filter(username=options.username).first()
    if found is None:
        raise CommandRefused(f"没有账号 {options.username}。")
    password = _password(options)
    set_password(user=found, password=password, actor=console("重设密码"))
    print(f"已重设 {found.username} 的密码。")
    _tell(options, password)


def _list(options: argparse.Namespace) -> None:
    duties = DutyRole.objects.select_related("user", "place", "organization")
    for duty in duties.order_by("user__username", "start"):
        where = duty.place or duty.organization or ""
        until = f"至 {duty.end}" if duty.end else ""
        print(duty.user.username, duty.user.name, duty.get_role_display(), where, until, sep="\t")


def _place(code: str) -> Place:
    found = Place.objects.filter(code=code).first()
    if found is None:
        raise CommandRefused(f"没有代码为 {code} 的区划，请先运行 ./louyu import places。")
    return found


def _password(options: argparse.Namespace) -> str:
    if not options.type:
        return secrets.token_urlsafe(12)
    if sys.stdin.isatty():
        return getpass.getpass("密码：")
    return sys.stdin.readline().rstrip("\n")


def _tell(options: argparse.Namespace, password: str) -> None:
    if not options.type:
        print(f"密码（只显示这一次，请本人登录后修改）：{password}")
