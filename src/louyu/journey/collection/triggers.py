"""采集规则: kept by the database, however a row was written."""

import pgtrigger


def written_once(name: str) -> pgtrigger.Trigger:
    """What was handed in is evidence: it is answered by the next one, never changed."""
    return pgtrigger.Protect(
        name=f"collection_{name}_written_once",
        operation=pgtrigger.Update | pgtrigger.Delete,
    )
