"""工作台: named reads of the home page, all within what the actor may see."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from louyu.journey.publication.models import Bulletin
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import DutyRole, Role

ROOMS = StringAgg("unit_links__unit__number", "、", order_by="unit_links__unit__number")


def own_stays(actor: Actor) -> QuerySet[Occupancy]:
    """Where the actor's own enterprise is or was; the latest first."""
    stays = Occupancy.objects.visible_to(actor).select_related("enterprise", "building__place")
    return stays.annotate(rooms=ROOMS).order_by("-start", "pk")


def recent_imports(actor: Actor) -> QuerySet[Import]:
    return Import.objects.visible_to(actor).select_related("file").order_by("-pk")


def recent_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    return Bulletin.objects.visible_to(actor).select_related("place").order_by("-created_at")


def accounts_by_role() -> list[tuple[str, int]]:
    """How many people hold each role today; who they are is no business of this page."""
    held = DutyRole.objects.filter(during__contains=timezone.localdate(), user__is_active=True)
    counted = dict(held.values_list("role").annotate(people=Count("user", distinct=True)))
    return [(str(role.label), counted.get(role, 0)) for role in Role]


def locked_accounts() -> int:
    """How many accounts cannot sign in for the moment, by the rule of the lockout."""
    lately = timezone.now() - settings.AXES_COOLOFF_TIME
    failures = AccessAttempt.objects.filter(attempt_time__gt=lately).values("username")
    counted = failures.annotate(failed=Sum("failures_since_start"))
    return int(counted.filter(failed__gte=settings.AXES_FAILURE_LIMIT).count())
