"""导航: what every page's frame shows: the system's name, and where this person may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from louyu.kernel.inbox import count
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import ADMINISTRATORS, ClearanceKind, Role

OFFICIALS = frozenset({Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.STREET})
SEE_BUILDINGS = OFFICIALS | {Role.COMMUNITY, Role.LIAISON, Role.OPERATOR}
DESK = frozenset({Role.LEADER, Role.OFFICE, Role.DEPARTMENT})
SOURCES = frozenset({Role.OFFICE, Role.DEPARTMENT})
WORK = SEE_BUILDINGS | {Role.ENTERPRISE}
REVIEW = frozenset({Role.LEADER, Role.OFFICE, Role.STREET})
REGISTRARS = frozenset({Role.OFFICE, Role.STREET})
# The office and the streets hand in on behalf from the desk.
HAND_IN = frozenset({Role.LIAISON, Role.OPERATOR, Role.COMMUNITY})
REPORT = frozenset({Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR})


@dataclass(frozen=True)
class Entry:
    """One place to go to, by role or by clearance; `name` is the name of its address."""

    label: str
    name: str
    icon: str
    roles: frozenset[str]
    clearances: frozenset[str] = frozenset()

    def is_open_to(self, actor: Actor) -> bool:
        return bool(actor.roles & self.roles or actor.clearances & self.clearances)


GROUPS = (
    (
        "总览",
        (
            Entry("工作台", "home", icon="layout-dashboard", roles=frozenset(Role)),
            Entry("驾驶舱", "cockpit", icon="gauge", roles=OFFICIALS),
            Entry("待办", "inbox", icon="clipboard-check", roles=WORK),
            Entry("楼宇地图", "map", icon="map", roles=SEE_BUILDINGS),
        ),
    ),
    (
        "一楼一档",
        (
            Entry("楼宇", "buildings", icon="building-skyscraper", roles=SEE_BUILDINGS),
            Entry("企业", "enterprises", icon="users", roles=SEE_BUILDINGS | {Role.ENTERPRISE}),
            Entry("房源", "units", icon="door", roles=SEE_BUILDINGS),
            Entry("招商房源", "offers", icon="key", roles=SEE_BUILDINGS),
            Entry("单位", "organizations", icon="building-community", roles=OFFICIALS),
            Entry("地块", "parcels", icon="map-2", roles=OFFICIALS),
        ),
    ),
    (
        "分工与事项",
        (
            Entry("事项", "matters", icon="messages", roles=WORK),
            Entry("分工一览", "responsibilities", icon="sitemap", roles=SEE_BUILDINGS),
            Entry("月度更新", "collection", icon="edit", roles=HAND_IN),
            Entry("核实台", "verification", icon="circle-check", roles=REVIEW),
            Entry("数据疑点", "doubts", icon="alert-triangle", roles=REPORT | {Role.LEADER}),
            Entry("数据比对", "matching", icon="arrows-diff", roles=REVIEW),
            Entry("提醒记录", "reminders", icon="bell", roles=REGISTRARS),
            Entry("走访", "visits", icon="map-pin", roles=SEE_BUILDINGS),
        ),
    ),
    (
        "工作重点",
        (
            Entry("自愿登记服务", "local-registration", icon="building-store", roles=REVIEW),
            Entry(
                "登记服务意愿",
                "local-registration-mine",
                icon="building-store",
                roles=frozenset({Role.ENTERPRISE}),
            ),
        ),
    ),
    (
        "统计与通报",
        (
            Entry("指标分析", "figures", icon="chart-bar", roles=SEE_BUILDINGS),
            Entry(
                "税收",
                "tax",
                icon="receipt",
                roles=frozenset({Role.OFFICE, Role.LEADER, Role.STREET}),
                clearances=frozenset({ClearanceKind.TAX}),
            ),
            Entry("七列汇总", "matching-summary", icon="table", roles=REVIEW),
            Entry("计划与目标", "plans", icon="target", roles=OFFICIALS),
            Entry("历史数据", "historical-figures", icon="history", roles=OFFICIALS),
            Entry("通报与简报", "bulletins", icon="report", roles=OFFICIALS),
            Entry("门户文章", "articles", icon="news", roles=DESK),
        ),
    ),
    (
        "数据",
        (
            Entry("设置向导", "setup", icon="list-check", roles=frozenset({Role.OFFICE})),
            Entry(
                "导入中心",
                "imports",
                icon="table-import",
                roles=REPORT | {Role.SYSTEM_ADMIN},
            ),
            Entry("数据来源", "deliveries", icon="upload", roles=SOURCES),
            Entry("数据接入", "sources", icon="plug", roles=SOURCES | {Role.SYSTEM_ADMIN}),
            Entry("税务名单", "tax-package", icon="download", roles=frozenset({Role.OFFICE})),
            Entry("查阅记录", "tax-views", icon="history", roles=frozenset({Role.AUDITOR})),
            Entry(
                "数据检查",
                "integrity",
                icon="list-check",
                roles=frozenset({Role.OFFICE, Role.SYSTEM_ADMIN}),
            ),
        ),
    ),
    (
        "人员与授权",
        (
            Entry("账号", "accounts", icon="id", roles=frozenset(ADMINISTRATORS)),
            Entry("授权复核", "grants", icon="clipboard-check", roles=frozenset(ADMINISTRATORS)),
            Entry("权限变更", "rights", icon="history", roles=frozenset({Role.AUDITOR})),
            Entry("本街道联络员", "liaisons", icon="users", roles=frozenset({Role.STREET})),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


def groups_for(actor: Actor, path: str, waiting: int) -> Iterator[tuple[str, list[Link]]]:
    """Only what this actor may open; the entry the page lies under is the current one."""
    for label, entries in GROUPS:
        links = [_link(entry, path, waiting) for entry in entries if entry.is_open_to(actor)]
        if links:
            yield label, links


def _link(entry: Entry, path: str, waiting: int) -> Link:
    url = reverse(entry.name)
    current = path == url if url == "/" else path.startswith(url)
    return Link(entry.label, url, entry.icon, current, waiting if entry.name == "inbox" else 0)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a fragment that shows no frame pays for none of it."""
    context: dict[str, Any] = {"system_name": settings.SYSTEM_NAME, "demo": settings.DEMO}
    context["sends_messages"] = bool(settings.MESSAGES)
    actor = getattr(request, "actor", None)
    if actor and actor.user_id:
        # What waits is counted once, for the frame and for whatever page shows it again.
        waiting: Any = SimpleLazyObject(lambda: count(actor))
        context["waiting"] = waiting
        context["navigation"] = SimpleLazyObject(
            lambda: list(groups_for(actor, request.path, waiting))
        )
    return context
