"""流程页面: figures and bulletins."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from louyu.registers.organizations.models import Role
from louyu.registers.taxation.tests.worlds import YEAR
from tests.scope.expectations.gates import OFFICE_ONLY, at_site, holding, nothing, signed_in
from tests.scope.expectations.tax import reads_district, reads_sums
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World


def bulletins(world: World) -> Iterable[Target]:
    streets = ("street", "other street", "park")
    yield Target({"pk": world.draft.pk}, holding(Role.OFFICE, Role.LEADER), "draft of the street")
    yield Target(
        {"pk": world.issued.pk},
        lambda p: p.sees_district or p.keeps in streets,
        "issued bulletin of the district",
    )
    yield Target(
        {"pk": world.street_bulletin.pk},
        lambda p: p.sees_district or p.keeps == "other street",
        "issued bulletin of the other street",
    )
    yield nothing()


def taxed_bulletins(world: World) -> Iterable[Target]:
    """Of the bulletins somebody reads, those of a place whose sums of tax are told to them."""
    yield Target({"pk": world.draft.pk}, holding(Role.OFFICE, Role.LEADER), "draft of the street")
    yield Target({"pk": world.issued.pk}, reads_district, "issued bulletin of the district")
    yield Target(
        {"pk": world.street_bulletin.pk},
        lambda p: reads_district(p) or (reads_sums(p) and p.keeps == "other street"),
        "issued bulletin of the other street",
    )
    yield nothing()


def countersignatures(world: World) -> Iterable[Target]:
    """Of the draft: nobody has been asked yet, so those who draw it up alone reach the row."""
    row = world.asked
    at = {"pk": row.bulletin_id, "row": row.pk}
    yield Target(at, holding(Role.OFFICE, Role.LEADER), "a body's countersignature")
    yield Target(at | {"row": 987_654_321}, lambda person: False, "nothing")


def places(world: World) -> Iterable[Target]:
    """Whose figures: the district's and each street's."""
    tree = world.tree
    district_wide = holding(Role.OFFICE, Role.LEADER, Role.DEPARTMENT)
    yield Target({}, district_wide, "district", f"?place={tree.district.code}")
    for label, place in (
        ("street", tree.street),
        ("other street", tree.other_street),
        ("park", tree.park),
    ):
        yield Target(
            {},
            lambda p, label=label: p.sees_district or p.keeps == label,
            label,
            f"?place={place.code}&period={world.month}",
        )


def subjects(world: World) -> Iterable[Target]:
    """And a building's, and nobody's."""
    yield from places(world)
    for number, site in enumerate(world.sites):
        yield Target({}, at_site(number), f"building of site {number}", f"?place={site.code}")


def months_of_tax(world: World) -> Iterable[Target]:
    """The same of the month that has figures of tax."""
    for target in subjects(world):
        query = f"{target.query.split('&')[0]}&period={YEAR}-01"
        yield replace(target, query=query, note=f"{target.note} in January")


def first_page_of_figures(world: World) -> Iterable[Target]:
    """Who has no figures at all is told so, whatever they ask for."""
    for target in (*subjects(world), *months_of_tax(world)):
        yield replace(
            target, open_to=lambda p, t=target: t.open_to(p) or not (p.sees or p.sees_district)
        )


def _of_tax(*codes: str, **params: str) -> Callable[[World], Iterable[Target]]:
    """Figures of tax: of whom the reader may ask, and to nobody else is there such an indicator."""

    def targets(world: World) -> Iterable[Target]:
        for code in codes:
            for target in subjects(world):
                yield Target(
                    {"code": code} | params,
                    lambda p, t=target: reads_sums(p) and t.open_to(p),
                    f"{code} {target.note}",
                    f"{target.query.split('&')[0]}&period={YEAR}-01",
                )

    return targets


def _both(*parts: Callable[[World], Iterable[Target]]) -> Callable[[World], Iterable[Target]]:
    return lambda world: [target for part in parts for target in part(world)]


def _of_each(code_of: str, *codes: str, **params: str) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        for code in codes:
            for target in (*subjects(world), *months_of_tax(world)):
                note = f"{code} {target.note}"
                yield Target({code_of: code} | params, target.open_to, note, target.query)

    return targets


EXPECTED: dict[str, Expectation] = {
    "bulletins": Expectation(signed_in, queries=("sort=-place",)),
    "bulletin-new": Expectation(OFFICE_ONLY, posts=True),
    "bulletin": Expectation(signed_in, bulletins, queries=("edition=public",)),
    "bulletin-word": Expectation(signed_in, bulletins, queries=("edition=public",)),
    "bulletin-pdf": Expectation(signed_in, bulletins, queries=("edition=public",)),
    "bulletin-excel": Expectation(signed_in, bulletins, queries=("edition=public",)),
    "bulletin-tax": Expectation(reads_sums, taxed_bulletins),
    "bulletin-tax-word": Expectation(reads_sums, taxed_bulletins),
    "bulletin-tax-pdf": Expectation(reads_sums, taxed_bulletins),
    "bulletin-text": Expectation(OFFICE_ONLY, bulletins, posts=True),
    "bulletin-move": Expectation(signed_in, bulletins, reads=False, posts=True),
    "bulletin-figures": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "bulletin-number": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "bulletin-particulars": Expectation(OFFICE_ONLY, bulletins, posts=True),
    "bulletin-sheet": Expectation(holding(Role.OFFICE, Role.LEADER), bulletins),
    "bulletin-comparison": Expectation(holding(Role.OFFICE, Role.LEADER), bulletins),
    "bulletin-scan": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "bulletin-correction": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "bulletin-countersign": Expectation(signed_in, countersignatures, reads=False, posts=True),
    "figures": Expectation(signed_in, first_page_of_figures),
    "figures-export": Expectation(signed_in, _of_each("ending", "xlsx", "csv")),
    "figures-compute": Expectation(OFFICE_ONLY, reads=False, posts=True),
    "figure": Expectation(signed_in, _both(_of_each("code", "SP07", "EN01"), _of_tax("TX01"))),
    "figure-rows": Expectation(
        signed_in,
        _both(_of_each("code", "SP02", "SP06", "EN01"), _of_tax("TX01", "TX06", "TX09")),
    ),
    "figure-rows-export": Expectation(
        signed_in,
        _both(
            _of_each("code", "SP02", "EN01", ending="csv"),
            _of_tax("TX01", "TX03", ending="csv"),
            _of_tax("TX13", ending="xlsx"),
        ),
    ),
}
