"""收表: what the lines of a table would change in the registers, and writing that as sets.

Reading the file, asking the person and keeping the receipt belong to exchange.
"""

from louyu.kernel.intake.kinds import (
    Doubt,
    Importer,
    Lines,
    Plan,
    Refusal,
    all_kinds,
    effects,
    header_of,
    importable_kinds,
    importer,
    register,
)
from louyu.kernel.intake.references import named, same_text
from louyu.kernel.intake.resources import ResourceImport
from louyu.kernel.intake.staging import LINE, Staging, Write, take_ids
from louyu.kernel.intake.stored import complete, schema_of, stored

__all__ = [
    "LINE",
    "Doubt",
    "Importer",
    "Lines",
    "Plan",
    "Refusal",
    "ResourceImport",
    "Staging",
    "Write",
    "all_kinds",
    "complete",
    "effects",
    "header_of",
    "importable_kinds",
    "importer",
    "named",
    "register",
    "same_text",
    "schema_of",
    "stored",
    "take_ids",
]
