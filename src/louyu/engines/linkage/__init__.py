"""匹配: which rows of two tables are one thing: candidates, comparison, learnt weights, reasons.

Knows company names and credit codes, and columns of any other kind by their values; files and
what becomes of a pair belong to the caller.
"""

from louyu.engines.linkage.blocking import Counted
from louyu.engines.linkage.columns import Kind
from louyu.engines.linkage.linking import Linked, Options, link
from louyu.engines.linkage.names import NameParts, split, written
from louyu.engines.linkage.resolving import Decision

__all__ = [
    "Counted",
    "Decision",
    "Kind",
    "Linked",
    "NameParts",
    "Options",
    "link",
    "split",
    "written",
]
