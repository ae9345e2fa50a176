"""文章页面: drafts for whoever works on them, what is published for everybody alike."""

from collections.abc import Callable, Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import Gate, anybody, holding, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World

DESK = holding(Role.OFFICE, Role.LEADER, Role.DEPARTMENT)
DRAFTERS = holding(Role.OFFICE, Role.DEPARTMENT)
REVIEWERS = holding(Role.OFFICE, Role.LEADER)
QUERIES = ("kind=news", "state=draft", "state=nothing", "page=9")


def _articles(
    unpublished: Gate, published: Gate, *, reviewed: Gate | None = None
) -> Callable[[World], Iterable[Target]]:
    """`reviewed`: those that are no draft any more, where that makes a difference."""

    def targets(world: World) -> Iterable[Target]:
        planted = world.planted["articles"]
        yield Target({"pk": planted.draft.pk}, unpublished, "draft of the office")
        set_aside = reviewed or unpublished
        yield Target({"pk": planted.scheduled.pk}, set_aside, "scheduled article")
        yield Target({"pk": planted.withdrawn.pk}, set_aside, "withdrawn article")
        yield Target({"pk": planted.published.pk}, published, "published article")
        yield nothing()

    return targets


def _pictures(unpublished: Gate, published: Gate) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        planted = world.planted["articles"]
        for name in ("draft", "scheduled", "withdrawn", "published"):
            article = getattr(planted, name)
            gate = published if article is planted.published else unpublished
            for size in ("small", "large"):
                params = {"pk": article.pictures.get().pk, "size": size}
                yield Target(params, gate, f"{size} picture, {name}")
        yield Target({"pk": 987_654, "size": "small"}, nobody, "nothing")

    return targets


EXPECTED: dict[str, Expectation] = {
    "articles": Expectation(DESK, queries=QUERIES),
    "article-new": Expectation(DRAFTERS, posts=True),
    "article": Expectation(DESK, _articles(REVIEWERS, anybody)),
    "article-preview": Expectation(DESK, _articles(REVIEWERS, anybody)),
    # What is no draft sends back to its page.
    "article-edit": Expectation(
        DRAFTERS, _articles(REVIEWERS, nobody, reviewed=nobody), posts=True
    ),
    "article-move": Expectation(DESK, _articles(REVIEWERS, anybody), reads=False, posts=True),
    "public-articles": Expectation(anybody, queries=("kind=policy", "kind=nothing", "page=9")),
    "public-article": Expectation(anybody, _articles(nobody, anybody)),
    "article-picture": Expectation(DESK, _pictures(REVIEWERS, anybody)),
    "public-article-picture": Expectation(anybody, _pictures(nobody, anybody)),
    "public-search": Expectation(anybody, searched=True, public=True, queries=("q=鎏文",)),
    "public-feed": Expectation(anybody, public=True),
    "sitemap": Expectation(anybody, public=True),
}
