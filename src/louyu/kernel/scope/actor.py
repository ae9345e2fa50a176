"""行为人: on whose behalf something happens, and the duties that person holds today."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Duty:
    """One role a person holds, over the areas and for the body it was granted."""

    role: str
    area_ids: frozenset[int] = frozenset()
    body_ids: frozenset[int] = frozenset()
    title: str = ""  # as people read it: 街道/园区·向阳街道


@dataclass(frozen=True)
class Actor:
    """Built afresh for every request and every job step: a revoked duty ends at once."""

    user_id: int | None
    name: str
    duties: tuple[Duty, ...] = ()
    # Words added to the duties: what else this person has been cleared to read.
    clearances: frozenset[str] = frozenset()
    # Whether this session was opened with a second factor.
    second_factor: bool = False

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(duty.role for duty in self.duties)

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def areas(self, *roles: str) -> frozenset[int]:
        """Ids of the areas this actor covers in any of these roles."""
        return frozenset().union(*(d.area_ids for d in self.duties if d.role in roles))

    def bodies(self, *roles: str) -> frozenset[int]:
        """Ids of the organizations this actor acts for in any of these roles."""
        return frozenset().union(*(d.body_ids for d in self.duties if d.role in roles))
