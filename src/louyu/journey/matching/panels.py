"""比对附页: what this app adds to the pages of buildings."""

from louyu.journey.matching.summary import panels  # noqa: F401 - registers its panel
