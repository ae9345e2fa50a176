"""导航: what every page's frame shows: the system's name, who is signed in, where one may go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import ADMINISTRATORS, DutyRole, Role

BUSINESS = frozenset(Role) - set(ADMINISTRATORS)
OFFICIALS = frozenset({Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.STREET})
SEES_BUILDINGS = OFFICIALS | {Role.COMMUNITY, Role.LIAISON, Role.OPERATOR}
REPORTS = frozenset({Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR})


@dataclass(frozen=True)
class Entry:
    """One place to go to; `name` is the name of its address."""

    label: str
    name: str
    icon: str
    roles: frozenset[str]

    @property
    def url(self) -> str:
        return reverse(self.name)


@dataclass(frozen=True)
class Group:
    label: str
    entries: tuple[Entry, ...]


GROUPS = (
    Group("总览", (Entry("工作台", "home", icon="layout-dashboard", roles=frozenset(Role)),)),
    Group(
        "一楼一档",
        (
            Entry("楼宇", "buildings", icon="building-skyscraper", roles=SEES_BUILDINGS),
            Entry("企业", "enterprises", icon="users", roles=SEES_BUILDINGS | {Role.ENTERPRISE}),
            Entry("房源", "units", icon="door", roles=SEES_BUILDINGS),
        ),
    ),
    Group(
        "统计与通报",
        (
            Entry("指标分析", "figures", icon="chart-bar", roles=SEES_BUILDINGS),
            Entry("通报与简报", "bulletins", icon="report", roles=OFFICIALS),
        ),
    ),
    Group("数据", (Entry("导入中心", "imports", icon="table-import", roles=REPORTS),)),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    current: bool


def groups_for(actor: Actor, path: str) -> Iterator[tuple[str, list[Link]]]:
    """Only what this actor may open; the entry the page lies under is current."""
    for group in GROUPS:
        links = [
            Link(entry.label, entry.url, entry.icon, _lies_under(path, entry.url))
            for entry in group.entries
            if actor.roles & entry.roles and _exists(entry)
        ]
        if links:
            yield group.label, links


def _exists(entry: Entry) -> bool:
    try:
        return bool(entry.url)
    except NoReverseMatch:
        return False


def _lies_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def duties_of(actor: Actor) -> QuerySet[DutyRole]:
    """Today's duties with the names they are shown by."""
    held = DutyRole.objects.filter(user=actor.user_id, during__contains=timezone.localdate())
    return held.select_related("place", "organization").order_by("pk")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a fragment that shows no frame pays for none of it."""
    actor = getattr(request, "actor", None)
    context = {"system_name": settings.SYSTEM_NAME, "demo": settings.DEMO}
    if actor is None or actor.user_id is None:
        return context

    def lazily(make: Callable[[], list[Any]]) -> Any:
        return SimpleLazyObject(make)

    return context | {
        "navigation": lazily(lambda: list(groups_for(actor, request.path))),
        "duties": lazily(lambda: list(duties_of(actor))),
    }
