"""目标附页: what a target's page tells beyond its row: standing, forecast, years and parts."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from louyu.journey.statistics.division import division_of
from louyu.journey.statistics.models import Target
from louyu.kernel.pages.panels import panel
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor


@panel("targets", title="进度、预计与分解", template="statistics/target_panel.html", order=10)
def target_division(target: Target, actor: Actor) -> dict[str, Any]:
    plan, day = target.plan, timezone.localdate()
    may = resource("target-parts").may_write(actor) and plan.archived_on is None
    return {
        "division": division_of(target, actor, day),
        "is_over": plan.end < day,
        "divide": reverse("target-divide", args=[target.pk]) if may else "",
    }
