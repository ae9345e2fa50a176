"""数据接入规则: kept by the database, however a row was written."""

import pgtrigger


def what_is_over_stays() -> pgtrigger.Trigger:
    """What was taken or given up, by whom and why, is history."""
    return pgtrigger.Protect(
        name="pull_over_stays",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state__in=["taken", "discarded"]),
    )
