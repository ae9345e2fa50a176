"""组织与人员: named reads."""

from django.conf import settings
from django.db.models import QuerySet

from louyu.registers.organizations.models import DutyRole


def demo_accounts() -> QuerySet[DutyRole]:
    """One invented account per role, for the sign-in page of a demo instance only."""
    accounts = DutyRole.objects.select_related("user", "place", "organization").order_by("pk")
    return accounts if settings.DEMO else accounts.none()
