"""开局: an empty instance gets its names, its district and its first accounts; again, nothing.

Three administrators and the office: with them three people can go on in the browser alone. What
an account is opened with is told once and never stored.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction

from louyu.journey.statistics.founding import DISTRICT, add_founding_plan
from louyu.kernel.history import acting
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Organization, OrganizationKind, Role, User
from louyu.registers.organizations.services import open_account
from louyu.registers.places.models import Place, PlaceLevel
from louyu.registers.places.official import load

FIRST_PEOPLE = (
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
    ("auditor", "审计员", Role.AUDITOR),
    ("office", "区楼宇办", Role.OFFICE),
)


@dataclass(frozen=True)
class Told:
    """What init was told; `files` are published tables of official codes."""

    district: str
    name: str
    office: str
    files: Sequence[Path] = field(default=())


def start(told: Told) -> Iterator[str]:
    """Does what is not done yet and says so, a sentence per step; safe to repeat or to go on."""
    yield _named(told)
    yield _placed(told)
    with transaction.atomic(), acting(console("开局"), "instance_started"):
        yield _office(told)
        yield from _accounts(told)
        yield from _founding_plan(told)


def _named(told: Told) -> str:
    path = Path(settings.LOUYU_HOME) / "instance.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    names = {"system_name": f"{told.name}楼宇经济信息管理系统", "office_name": told.office}
    if all(name in known for name in names):
        return f"名称：{known['system_name']}（不变）"
    draft = path.with_suffix(".draft")
    text = json.dumps(names | known, ensure_ascii=False, indent=2)
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
    return f"名称：{(names | known)['system_name']}（已写入 {path.name}，重启后显示）"


def _placed(told: Told) -> str:
    if told.files:
        done = load(told.files, district=told.district, actor=console("开局"))
        return f"区划：新增 {done.created}，改名 {done.renamed}，不变 {done.unchanged}"
    _, made = Place.objects.get_or_create(
        code=told.district, defaults={"name": told.name, "level": PlaceLevel.DISTRICT}
    )
    return f"区划：{told.name} {'已建立' if made else '已有'}；街道用 ./louyu places load 建立"


def _office(told: Told) -> str:
    offices = Organization.objects.unscoped("the first body of an instance")
    if offices.filter(kind=OrganizationKind.OFFICE).exists():
        return "区楼宇办：已有"
    Organization.objects.create(kind=OrganizationKind.OFFICE, name=told.office)
    return f"区楼宇办：{told.office} 已登记"


def _accounts(told: Told) -> Iterator[str]:
    for username, name, role in FIRST_PEOPLE:
        if User.objects.filter(duties__role=role).exists():
            yield f"账号：{name} 已有"
            continue
        password = secrets.token_urlsafe(12)
        open_account(
            username=username,
            name=name,
            password=password,
            role=role,
            body=told.office if role == Role.OFFICE else "",
            actor=console("开局"),
        )
        yield f"账号：{username}（{name}）密码 {password}，只显示这一次，请本人登录后修改"


def _founding_plan(told: Told) -> Iterator[str]:
    """The district that wrote it finds it among its plans; no other does."""
    if told.district == DISTRICT:
        place = Place.objects.get(code=DISTRICT)
        made = add_founding_plan(place)
        yield f"计划：2017—2019 年三年行动计划{'已收入，归档备查' if made else '已有'}"
