"""收表: what the lines of a table would change in the registers.

Writing it belongs to merging; the file, the person and the receipt to deliveries.
"""

from louyu.kernel.intake.kinds import (
    Doubt,
    Importer,
    Lines,
    Plan,
    Refusal,
    all_kinds,
    importable_kinds,
    importer,
    new_rows,
    register,
)
from louyu.kernel.intake.references import named, same_text
from louyu.kernel.intake.resources import ResourceImport

__all__ = [
    "Doubt",
    "Importer",
    "Lines",
    "Plan",
    "Refusal",
    "ResourceImport",
    "all_kinds",
    "importable_kinds",
    "importer",
    "named",
    "new_rows",
    "register",
    "same_text",
]
