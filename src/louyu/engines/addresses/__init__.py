"""地址: what a free Chinese address says, and which addresses share a building."""

from louyu.engines.addresses.clustering import Membership, cluster
from louyu.engines.addresses.gazetteer import Gazetteer, House, Placement, Proposal
from louyu.engines.addresses.parsing import Element, parse
from louyu.engines.addresses.reading import Address, read

__all__ = [
    "Address",
    "Element",
    "Gazetteer",
    "House",
    "Membership",
    "Placement",
    "Proposal",
    "cluster",
    "parse",
    "read",
]
