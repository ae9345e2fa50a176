"""统计层级: the columns of every fact table that name its subjects, and the three levels."""

from louyu.engines.measures.compiling import Level

IDENTITY, YES = "int64", "boolean"
WHERE = {"building_id": IDENTITY, "place_id": IDENTITY, "district_id": IDENTITY}
LEVELS = (
    Level((("place_id", "place_id"), ("building_id", "building_id"))),
    Level((("place_id", "place_id"),)),
    Level((("district_id", "place_id"),)),
)
