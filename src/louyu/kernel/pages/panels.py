"""附页: blocks an app adds to another app's detail page, found in its panels.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from louyu.kernel.scope import Actor

Content = dict[str, Any] | None
Gather = Callable[[Any, Actor], Content]


@dataclass(frozen=True)
class Panel:
    """`gather` returns what the template needs, or None to leave the panel out."""

    title: str
    template: str
    gather: Gather
    order: int


_panels: dict[str, list[Panel]] = {}


def panel(key: str, *, title: str, template: str, order: int = 50) -> Callable[[Gather], Gather]:
    def register(gather: Gather) -> Gather:
        _panels.setdefault(key, []).append(Panel(title, template, gather, order))
        return gather

    return register


def panels_for(key: str, row: Any, actor: Actor) -> list[tuple[Panel, dict[str, Any]]]:
    ordered = sorted(_panels.get(key, ()), key=lambda panel: panel.order)
    gathered = ((panel, panel.gather(row, actor)) for panel in ordered)
    return [(panel, content) for panel, content in gathered if content is not None]
