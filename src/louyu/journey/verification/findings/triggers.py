"""疑点规则: kept by the database, however a row was written."""

import pgtrigger


def closed_stays_closed() -> pgtrigger.Trigger:
    """What was answered or put right is history; the same thing again is another finding."""
    return pgtrigger.Protect(
        name="finding_closed_stays_closed",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__closed_on__isnull=False),
    )
