"""网址表: one example of every page that can be opened, and why the others are left out."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from louyu.initiatives.local_registration.models import Campaign, Entry
from louyu.journey.collection.models import Cycle, CycleKind, Duty, DutyState
from louyu.journey.matching.models import Discrepancy
from louyu.journey.matching.sources.models import FeedSource, Pull, Via
from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.models import Bulletin, Letterhead
from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetPart
from louyu.journey.verification.models import Sample
from louyu.kernel.jobs.models import Job
from louyu.portal.watches import WATCHES
from louyu.registers.assignments.models import Assignment, Visit
from louyu.registers.buildings.models import Building, BuildingParty, Parcel, Unit, UnitUse
from louyu.registers.buildings.published import public_buildings
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.enterprises.models import Enterprise, LocalIndustry
from louyu.registers.matters.kinds import apart
from louyu.registers.matters.models import Matter
from louyu.registers.occupancy.models import Occupancy, Offer
from louyu.registers.occupancy.offers.published import offers_on_show
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Cluster

NOT_PAGES = {
    "healthz": "for machines",
    "file": "a download",
    "findings-before": "leads on",
    "finding-before": "leads on",
    "tax-unidentified": "for whoever is cleared; the taxation tests look at it",
    "tax-concentration": "for whoever is cleared; the taxation tests look at it",
    "tax-unplaced": "for whoever is cleared; the taxation tests look at it",
    "enterprise-tax": "for whoever is cleared; the taxation tests look at it",
    "tax-views": "for the auditor alone; the taxation tests look at it",
    "plan-progress": "a download",
    "login": "sends who is signed in home; the portal's own tests look at it",
    "logout": "is posted to",
    "public-text-size": "leads back",
    "offers-photo": "a picture",
    "public-space-photo": "a picture",
    "article-picture": "a picture",
    "public-article-picture": "a picture",
    "public-feed": "for feed readers",
    "sitemap": "for search engines",
    "second-factor-enrol": "leads on who has bound a phone",
    "sign-in-oidc": "leads away",
    "sign-in-oidc-back": "leads on",
    "figures-compute": "is posted to",
    "local-registration-mine": "a firm's own; the app's tests look at it",
}
POSTED_TO = (
    "-undo",
    "-move",
    "-figures",
    "-number",
    "-scan",
    "-correction",
    "-countersign",
    "-confirm",
    "-discard",
    "-decide",
    "-act",
    "-end",
    "-verification",
)
# For administrators and streets; looked at in portal/people.
OTHERS = ("account", "grants", "liaison", "rights")
DOWNLOADS = ("-export", "-word", "-pdf", "-excel", "-template", "-roster")
Examples = Callable[[], Iterable[object]]


def _one(model: type[Model]) -> Examples:
    return lambda: model.objects.unscoped("an example").order_by("pk")[:1]  # type: ignore[attr-defined]


def _rows(examples: Examples) -> Examples:
    return lambda: [row.pk for row in examples()]  # type: ignore[attr-defined]


def _articles_in(*states: str) -> Examples:
    """One of each state."""
    rows = Article.objects.unscoped("an example of every state")
    found = rows.filter(state__in=states).order_by("state", "pk").distinct("state")
    return _rows(lambda: found.all())


def _duties_in(*states: str) -> Examples:
    """One of each state."""
    rows = Duty.objects.unscoped("an example of every state").filter(state__in=states)
    return _rows(lambda: rows.order_by("state", "-cycle__month").distinct("state"))


def _firms_of_every_state() -> Iterable[object]:
    rows = Entry.objects.unscoped("an example of every state").order_by("state", "pk")
    return rows.distinct("state").values_list("pk", flat=True)


# The start of a name → what stands in its address.
EXAMPLES: dict[str, Examples] = {
    "buildings-": _rows(_one(Building)),
    "units-": _rows(_one(Unit)),
    "enterprises-": _rows(_one(Enterprise)),
    "clusters-": lambda: Cluster.objects.values_list("pk", flat=True)[:1],
    "local-industries-": lambda: LocalIndustry.objects.values_list("pk", flat=True)[:1],
    "plans-": _rows(_one(Plan)),
    "targets-": _rows(_one(Target)),
    "target-divide": _rows(
        lambda: Target.objects.unscoped("open").filter(plan__archived_on=None)[:1]
    ),
    "target-parts-": _rows(_one(TargetPart)),
    "historical-figures-": _rows(_one(HistoricalFigure)),
    "sign-in-link": lambda: ["any-token"],
    "building-parties-": _rows(_one(BuildingParty)),
    "organizations-": _rows(_one(Organization)),
    "parcels-": _rows(_one(Parcel)),
    "job": _rows(lambda: Job.objects.unscoped("an example of every state")),
    "letterheads-": _rows(_one(Letterhead)),
    "local-registration-firm": _firms_of_every_state,
    "local-registration-": _rows(_one(Campaign)),
    "bulletin": _rows(_one(Bulletin)),
    "public-article": _articles_in(ArticleState.PUBLISHED),
    "article-edit": _articles_in(ArticleState.DRAFT),
    "article": _articles_in(*ArticleState),
    "import": _rows(_one(Import)),
    "source-new": lambda: list(Via),
    "source": _rows(_one(FeedSource)),
    "pull": _rows(
        lambda: Pull.objects.unscoped("one of every state").order_by("state").distinct("state")
    ),
    "delivery": _rows(
        lambda: Delivery.objects.unscoped("an example").filter(kind="fiscal-revenue")[:1]
    ),
    "assignments-": _rows(_one(Assignment)),
    "visits-": _rows(_one(Visit)),
    "matching-discrepancy": _rows(
        lambda: Discrepancy.objects.unscoped("one of each kind").order_by("kind").distinct("kind")
    ),
    "matter": _rows(
        lambda: Matter.objects.unscoped("every state and level").exclude(kind__in=apart())
    ),
    "arrival": _rows(_one(Building)),
    "collection-census": _rows(
        lambda: Cycle.objects.unscoped("an example").filter(kind=CycleKind.CENSUS)[:1]
    ),
    "sample": _rows(_one(Sample)),
    "collection-roster": _duties_in(DutyState.OPEN, DutyState.RETURNED),
    "collection-duty": _duties_in(*DutyState),
    "verification-duty": _duties_in(*DutyState),
    "matching-summary-building": _rows(lambda: Building.objects.unscoped("an example")[:1]),
    "departure": _rows(lambda: Occupancy.objects.unscoped("an example").filter(end=None)[:1]),
    "vacancy": _rows(lambda: Unit.objects.unscoped("an example").filter(use=UnitUse.BUSINESS)[:1]),
    "offers-": _rows(_one(Offer)),
    "public-space": lambda: offers_on_show(timezone.localdate()).values_list("pk", flat=True)[:2],
    "public-building": lambda: [row.code for row in public_buildings().order_by("pk")[:2]],
    "figure": lambda: ["SP07", "EN01"],
    "attention": lambda: list(WATCHES),
}


def _is_no_page(name: str) -> bool:
    if name.startswith("api-") or name == "openapi-json":
        return True
    return name in NOT_PAGES or name.startswith(OTHERS) or name.endswith(POSTED_TO + DOWNLOADS)


def patterns() -> list[URLPattern]:
    def walk(entries: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for entry in entries:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns)
            elif not _is_no_page(str(entry.name)):
                yield entry

    return list(walk(get_resolver().url_patterns))


def pages() -> Iterator[str]:
    """Every address of a page; one that has no example stops the test that asks."""
    for pattern in patterns():
        name = str(pattern.name)
        if not pattern.pattern.converters:
            yield reverse(name)
            continue
        start = next((key for key in EXAMPLES if name.startswith(key)), None)
        if start is None:
            raise LookupError(f"give {name} an example in tests/pages/addresses.py")
        for example in EXAMPLES[start]():
            yield reverse(name, args=[example])
