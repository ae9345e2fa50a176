"""比对附页: what this app adds to the pages of buildings and enterprises."""

from louyu.journey.matching.discrepancies import panels as discrepancies  # noqa: F401 - registers
from louyu.journey.matching.summary import panels as summary  # noqa: F401 - registers
