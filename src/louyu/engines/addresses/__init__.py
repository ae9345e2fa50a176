"""地址: what a free Chinese address says, and which addresses share a building."""

from louyu.engines.addresses.clustering import Membership, cluster
from louyu.engines.addresses.parsing import Element, parse
from louyu.engines.addresses.reading import Address, read

__all__ = ["Address", "Element", "Membership", "cluster", "parse", "read"]
