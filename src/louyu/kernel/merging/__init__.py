"""合并写入: many rows of several tables written as sets: staged by COPY, tried, merged.

Which rows belong where is planned by the caller; nothing here reads a file.
"""

from louyu.kernel.merging.staging import (
    BROKEN_RULES,
    LINE,
    Staging,
    Violation,
    Write,
    hold,
    take_ids,
)
from louyu.kernel.merging.stored import among, complete, schema_of, stored

__all__ = [
    "BROKEN_RULES",
    "LINE",
    "Staging",
    "Violation",
    "Write",
    "among",
    "complete",
    "hold",
    "schema_of",
    "stored",
    "take_ids",
]
