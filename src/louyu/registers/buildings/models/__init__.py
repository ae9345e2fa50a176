"""楼宇: buildings with their floors and units, what is stated of them, and the land around."""

from louyu.registers.buildings.models.parcels import Parcel
from louyu.registers.buildings.models.premises import (
    AliasKind,
    Building,
    BuildingAlias,
    BuildingParty,
    BuildingUse,
    DoorNumber,
    Floor,
    Grade,
    KeyListing,
    LifeStage,
    LifeStageChange,
    PartyKind,
    Unit,
    UnitUse,
)
from louyu.registers.buildings.models.statements import DeclaredTotals

__all__ = [
    "AliasKind",
    "Building",
    "BuildingAlias",
    "BuildingParty",
    "BuildingUse",
    "DeclaredTotals",
    "DoorNumber",
    "Floor",
    "Grade",
    "KeyListing",
    "LifeStage",
    "LifeStageChange",
    "Parcel",
    "PartyKind",
    "Unit",
    "UnitUse",
]
