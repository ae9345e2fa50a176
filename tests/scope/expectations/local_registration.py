"""自愿登记服务: office and leaders all, a street its own; a firm its own consent alone."""

from collections.abc import Callable, Iterable
from functools import partial

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, REGISTRARS, anybody, holding, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.plantings.local_registration import Planted, reads
from tests.scope.world import Person, World

READERS = holding(Role.OFFICE, Role.LEADER, Role.STREET)
FIRMS = holding(Role.ENTERPRISE)
Targets = Callable[[World], Iterable[Target]]


def _planted(world: World) -> Planted:
    planted: Planted = world.planted["local_registration"]
    return planted


def _of_other_street(person: Person) -> bool:
    return person.role in {Role.OFFICE, Role.LEADER} or person.keeps == "other street"


def district(world: World) -> Iterable[Target]:
    yield Target({"pk": _planted(world).campaign}, anybody, "district's campaign")
    yield nothing()


def campaigns(world: World) -> Iterable[Target]:
    yield from district(world)
    yield Target({"pk": _planted(world).elsewhere}, _of_other_street, "other street's campaign")


def firms(world: World) -> Iterable[Target]:
    for number, pk in enumerate(_planted(world).entries):
        yield Target({"pk": pk}, partial(reads, number=number), f"firm of site {number}")
    yield nothing()


def own(world: World) -> Iterable[Target]:
    for number, pk in enumerate(_planted(world).consents):
        yield Target({"pk": pk}, partial(_is_of, number=number), f"consent of site {number}")
    yield nothing()


def _is_of(person: Person, number: int) -> bool:
    return person.tenant_of == number


def _campaigns_seen(world: World, person: Person) -> int:
    return 1 + _of_other_street(person)


def _listed(world: World, person: Person) -> int:
    return sum(reads(person, number) for number in range(4))


def _none(world: World, person: Person) -> int:
    return 0


EXPECTED: dict[str, Expectation] = {
    "local-registration": Expectation(READERS, count=_campaigns_seen, queries=("page=2",)),
    "local-registration-new": Expectation(OFFICE_ONLY, posts=True),
    "local-registration-edit": Expectation(OFFICE_ONLY, campaigns, posts=True),
    "local-registration-progress": Expectation(READERS, campaigns),
    "local-registration-list": Expectation(
        READERS,
        district,
        count=_listed,
        queries=(
            *("state=consented", "state=removed", "reached=visited", "place=1", "building=1"),
            *("q=鎏", "sort=-state", "page=2"),
        ),
    ),
    "local-registration-proposals": Expectation(
        REGISTRARS, campaigns, count=_none, queries=("place=1", "q=鎏"), posts=True
    ),
    "local-registration-visit-confirm": Expectation(REGISTRARS, campaigns, reads=False, posts=True),
    "local-registration-export": Expectation(
        READERS, campaigns, queries=("state=consented", "building=1")
    ),
    "local-registration-firm": Expectation(READERS, firms),
    "local-registration-firm-act": Expectation(REGISTRARS, firms, reads=False, posts=True),
    "local-registration-consent-pdf": Expectation(READERS, firms),
    "local-registration-mine": Expectation(FIRMS),
    "local-registration-withdraw-act": Expectation(FIRMS, own, reads=False, posts=True),
}
