"""楼宇页的各个视图: what each tab of a building's page shows besides the head."""

from collections.abc import Callable
from typing import Any

from django.template import engines
from django.utils import timezone
from django.utils.safestring import mark_safe

from louyu.kernel import figures
from louyu.kernel.history.entries import entries
from louyu.kernel.pages.panels import panels_for
from louyu.kernel.resource import resource
from louyu.kernel.resource.cells import sections
from louyu.registers.occupancy.building_page import BuildingPage, direction, turned
from louyu.registers.occupancy.cliff import cliff
from louyu.registers.occupancy.colouring import MIXED, Share
from louyu.registers.occupancy.colours import LEASE
from louyu.registers.occupancy.contiguity import Space, spaces
from louyu.registers.occupancy.finding import Finding
from louyu.registers.occupancy.heading import heading
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.tenancies import moves
from louyu.registers.occupancy.tenant_list import tenant_list
from louyu.registers.occupancy.unit_table import Heading, Line, arranged, headings_for, lines

LATEST = 6
Context = dict[str, Any]


def shown(page: BuildingPage) -> tuple[str, Context]:
    """Template and context of the view that was asked for."""
    asked = page.asked.get("view", "")
    view = asked if asked in VIEWS else "plan"
    context = {
        "view": view,
        "part": f"occupancy/_{view}.html",
        "tabs": page.tabs(view),
        "finding": page.finding,
        "overview": page.overview,
        "legend": page.legend,
        "mixed": MIXED if page.colouring.is_mixed(page.plan) else "",
        "colouring": page.colouring,
        "colours": page.colours,
        "print_link": page.view_link("print"),
        "day": page.day,
    }
    whole = context | heading(page.overview, page.request.actor) | VIEWS[view](page)
    return ("occupancy/print.html" if view == "print" else "occupancy/building.html"), whole


def card(page: BuildingPage) -> Context:
    """What stands beside the plan about the chosen block."""
    chosen = page.drawing.chosen
    emptiness = chosen.emptiness if chosen else None
    return {
        "building": page.building,
        "chosen": chosen,
        "vacant_days": (page.day - emptiness.start).days if emptiness else None,
        "space": _space_around(page),
        "offer": _offer_of(page),
        "shades": page.colouring.shares(chosen) if chosen else {},
    }


def _offer_of(page: BuildingPage) -> Offer | None:
    """Under which the chosen room is on offer."""
    chosen = page.drawing.chosen
    if not chosen or not chosen.emptiness:
        return None
    mine = Offer.objects.visible_to(page.request.actor).filter(withdrawn_on=None)
    return mine.filter(unit=chosen.pieces[0].unit).first()


def _space_around(page: BuildingPage) -> Space | None:
    """What the chosen room may be let together with."""
    chosen = page.drawing.chosen
    around = (space for space in spaces(page.plan) if chosen in space.blocks)
    return next((space for space in around if len(space.blocks) > 1), None)


def _plan(page: BuildingPage) -> Context:
    return card(page) | {
        "drawing": page.drawing,
        "plan_html": _drawn(page),
        "table_link": page.link(view="table", unit=""),
        "others": page.others("q", "vacant", "unit"),
        "clear_link": page.view_link(""),
        **_expiries(page),
        "moves": moves(page.stays, since=page.since, until=page.day)[:LATEST],
        "panels": panels_for("buildings", page.building, page.request.actor),
    }


def _expiries(page: BuildingPage) -> Context:
    """Each column shows its leases on the plan, whatever the plan is coloured by now."""
    if not page.building.shows_terms:
        return {}
    found, lease = cliff(page.plan), LEASE.value

    def way(share: Share) -> tuple[str, bool]:
        value = share.shade.value
        return page.shade_link(value, colour=lease), value == page.finding.shade

    if found is None:
        return {"cliff": None}
    shares = [*(bar.share for bar in found.bars), found.undated]
    return {
        "cliff": found,
        "cliff_bars": [(bar, *way(bar.share)) for bar in found.bars],
        "cliff_rows": [(share, *way(share)) for share in shares],
    }


def _drawn(page: BuildingPage) -> str:
    query = page.link(unit="")
    here = query if query == "?" else f"{query}&"
    return _jinja("plan", plan=page.plan, drawing=page.drawing, here=here)


def _table(page: BuildingPage) -> Context:
    sort = page.asked.get("sort", "")
    found = arranged(lines(page.finding), sort, _headings(page))
    return {
        "sort": sort,
        "table_html": _written(page, found, sort) if found else "",
        "plan_link": page.link(view="", sort=""),
        "others": page.others("q", "vacant", "unit", "state"),
        "states": page.plan.legend,
        "clear_link": page.view_link("table"),
    }


def _headings(page: BuildingPage) -> list[Heading]:
    return headings_for(page.colouring, terms=page.building.shows_terms)


def _written(page: BuildingPage, found: list[Line], sort: str = "") -> str:
    terms = page.building.shows_terms
    headings = [
        (heading, page.link(sort=turned(heading.name, sort)), direction(heading.name, sort))
        for heading in _headings(page)
    ]
    return _jinja(
        "table",
        building=page.building,
        headings=headings,
        lines=found,
        total=sum(line.area for line in found),
        terms=terms,
        shaded=page.colouring.colour.heading,
        area=figures.area,
        day=figures.day,
    )


def _jinja(name: str, **context: Any) -> str:
    """Hundreds of blocks or cells: Jinja2 writes them in a tenth of the time."""
    template = engines["jinja2"].get_template(f"occupancy/{name}.html")
    return mark_safe(template.render(context))  # noqa: S308 — autoescaped by Jinja2


def _names(page: BuildingPage) -> Context:
    building = page.building
    return {
        "sections": sections(resource("buildings").read_by(page.request.actor), building),
        "aliases": building.aliases.order_by("kind", "name"),
        "doors": building.door_numbers.order_by("road", "number"),
        "stages": building.stages.all(),
        "listings": building.key_listings.order_by("-start"),
        "totals": building.declared_totals.first(),
        "shows_rents": building.shows_terms,
    }


def _work(page: BuildingPage) -> Context:
    """What other apps know about the building: who answers for it, what is asked of it."""
    return {"panels": panels_for("buildings", page.building, page.request.actor)}


def _history(page: BuildingPage) -> Context:
    request, declared = page.request, resource("buildings").read_by(page.request.actor)
    return {"history": entries(declared, page.building, request.actor, request)}


def _print(page: BuildingPage) -> Context:
    everything = list(lines(Finding(page.plan, colouring=page.colouring)))
    return _names(page) | {
        "drawing": page.drawing,
        "plan_html": _drawn(page),
        "table_html": _written(page, everything) if everything else "",
        "now": timezone.localtime(),
    }


VIEWS: dict[str, Callable[[BuildingPage], Context]] = {
    "plan": _plan,
    "table": _table,
    "tenants": tenant_list,
    "names": _names,
    "work": _work,
    "history": _history,
    "print": _print,
}
