"""分工、事项与待办: who is named, visits, matters, holidays, the inbox."""

from collections.abc import Callable, Iterable
from functools import partial

from louyu.registers.assignments.resource import VISITORS
from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import (
    REGISTRARS,
    anybody,
    endings,
    holding,
    nobody,
    nothing,
    signed_in,
)
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.plantings.work import Planted, in_line, reads_request
from tests.scope.world import Person, World


def _planted(world: World) -> Planted:
    planted: Planted = world.planted["work"]
    return planted


def _of(
    rows: Callable[[Planted], list[object]], reads: Callable[[Person, int], bool]
) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        for number, row in enumerate(rows(_planted(world))):
            open_to = partial(lambda person, number: reads(person, number), number=number)
            yield Target({"pk": row.pk}, open_to, f"{type(row).__name__} of site {number}")
        yield nothing()

    return targets


def _sees_building(person: Person, number: int) -> bool:
    return number in person.sees


def _sees_tenant(person: Person, number: int) -> bool:
    return number in person.sees or person.tenant_of == number


def assignments(world: World) -> Iterable[Target]:
    yield from _of(lambda planted: planted.of_buildings, _sees_building)(world)
    yield from _of(lambda planted: planted.of_enterprises, _sees_tenant)(world)


visits = _of(lambda planted: planted.visits, in_line)


def matters(world: World) -> Iterable[Target]:
    yield from _of(lambda planted: planted.requests, reads_request)(world)
    yield from _of(lambda planted: planted.doubts, in_line)(world)


def givers(world: World) -> Iterable[Target]:
    """Asked for by number, a person of the other street is not there to hand over from."""
    yield Target({}, anybody, "everybody")
    yield Target({}, anybody, "other street", f"?giver={_planted(world).named[2].pk}")


def delegations(world: World) -> Iterable[Target]:
    yield Target({"pk": _planted(world).delegation.pk}, nobody, "somebody else's")
    yield nothing()


def _assignments_seen(world: World, person: Person) -> int:
    """With those of the chain in its two buildings."""
    own = sum(_sees_building(person, n) + _sees_tenant(person, n) for n in range(4))
    return own + len(person.sees & {1, 2})


def _visits_seen(world: World, person: Person) -> int:
    return sum(in_line(person, number) for number in range(4))


def _matters_seen(world: World, person: Person) -> int:
    """Of every site a request, a doubt, and something registry and roster tell differently."""
    return sum(reads_request(person, n) + 2 * in_line(person, n) for n in range(4))


def _buildings_seen(world: World, person: Person) -> int:
    return len(person.sees)


def _waiting(world: World, person: Person) -> int:
    """The turn is the street's in every doubt, the caretakers' in every request; gaps besides,
    and for the street the buildings whose data are doubted.

    Who was named for a tenant without holding any duty is the office's to hand over.
    """
    sites = len(person.sees)
    if person.role == Role.OFFICE:
        # And two sources of which a file is held.
        return sites + 2
    if person.label == "tax analyst":
        # The bureau's own source.
        return 1
    if person.role == Role.STREET:
        # With what registry and roster tell differently; and the month something was handed in for.
        return 4 * sites + 1
    # Their census is still open.
    return 2 * sites if person.role in {Role.LIAISON, Role.OPERATOR} else 0


OPENERS = holding(*VISITORS, Role.ENTERPRISE)

EXPECTED: dict[str, Expectation] = {
    **noun("assignments", assignments, _assignments_seen, REGISTRARS, list=("sort=start",)),
    **noun("visits", visits, _visits_seen, holding(*VISITORS), list=("sort=-day", "q=午鎏")),
    "responsibilities": Expectation(
        signed_in, count=_buildings_seen, queries=("gap=1", "q=大厦", "page=2")
    ),
    "handover": Expectation(REGISTRARS, givers, posts=True),
    "holidays": Expectation(signed_in, fragments=("results",)),
    "holidays-export": Expectation(signed_in, endings),
    "matters": Expectation(
        signed_in,
        fragments=("results",),
        searched=True,
        count=_matters_seen,
        queries=("whose=mine", "whose=asked", "late=late", "state=open", "sort=holder"),
    ),
    "matters-export": Expectation(signed_in, endings, queries=("whose=mine", "late=late")),
    "matter": Expectation(signed_in, matters),
    "matter-new": Expectation(OPENERS, posts=True),
    "matter-move": Expectation(signed_in, matters, reads=False, posts=True),
    "inbox": Expectation(
        signed_in,
        count=_waiting,
        queries=("kind=matters", "kind=joint", "kind=no-liaison", "kind=handovers", "sort=source"),
    ),
    "inbox-act": Expectation(signed_in, reads=False, posts=True),
    "delegations": Expectation(signed_in),
    "delegation-end": Expectation(signed_in, delegations, reads=False, posts=True),
}
