"""工作台: what a person sees first: the panels of the duties held today, in one order for all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.portal import queries
from louyu.portal.board import board, managed
from louyu.portal.navigation import OFFICIALS, REPORT, WORK
from louyu.portal.watches import WATCHES, first
from louyu.registers.organizations.models import ADMINISTRATORS, Role

LOOK_AFTER = frozenset({Role.COMMUNITY, Role.LIAISON, Role.OPERATOR})
SHORT = 12


@dataclass(frozen=True)
class Panel:
    """A block of the page: who gets it and what it needs; a bare one brings its own cards."""

    template: str
    roles: frozenset[str]
    gather: Callable[[Actor], dict[str, Any]]
    width: str = "full"
    bare: bool = False


def _watch(key: str, actor: Actor) -> dict[str, Any]:
    return {"seen": first(WATCHES[key], actor)}


def _board(actor: Actor) -> dict[str, Any]:
    return {"board": board(actor), "may_set_up": actor.holds(Role.OFFICE)}


def _buildings(actor: Actor) -> dict[str, Any]:
    rows = managed(actor, timezone.localdate())
    return {"rows": rows[:SHORT], "total": len(rows), "today": timezone.localdate()}


def _stays(actor: Actor) -> dict[str, Any]:
    return {"stays": list(queries.own_stays(actor)[:20])}


def _imports(actor: Actor) -> dict[str, Any]:
    return {"imports": list(queries.recent_imports(actor)[:5])}


def _bulletins(actor: Actor) -> dict[str, Any]:
    return {"bulletins": list(queries.recent_bulletins(actor)[:5])}


def _accounts(actor: Actor) -> dict[str, Any]:
    return {"roles": queries.accounts_by_role(), "locked": queries.locked_accounts()}


PANELS = (
    Panel("portal/home/board.html", OFFICIALS, _board, bare=True),
    Panel("portal/home/buildings.html", LOOK_AFTER, _buildings),
    Panel("portal/home/stays.html", frozenset({Role.ENTERPRISE}), _stays),
    *(
        Panel("portal/home/watch.html", frozenset(watch.roles), partial(_watch, key), "third")
        for key, watch in WATCHES.items()
    ),
    Panel("portal/home/imports.html", REPORT, _imports, "half"),
    Panel("portal/home/bulletins.html", OFFICIALS, _bulletins, "half"),
    Panel("portal/home/accounts.html", frozenset(ADMINISTRATORS), _accounts),
)


@login_required
def home(request: Request) -> HttpResponse:
    actor = request.actor
    panels = [(panel, panel.gather(actor)) for panel in PANELS if actor.roles & panel.roles]
    works = bool(actor.roles & WORK)
    context = {"panels": panels, "today": timezone.localdate(), "works": works}
    return render(request, "portal/home/page.html", context)
