"""试写: two people of the office, a leader and a department, and an article of any state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from demo import factories
from louyu.journey.publication.articles.models import Article, ArticleKind
from louyu.journey.publication.articles.services import Words, draft
from louyu.journey.publication.articles.workflow import FLOW
from louyu.kernel.scope import Actor
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import OrganizationKind, Role, User


def words(**more: Any) -> Words:
    told = {"kind": ArticleKind.NEWS, "title": "走访小结", "body": "<p>走访 22 幢。</p>"}
    return Words(**(told | {"origin": "区楼宇办"} | more))


def _person(role: Role, name: str, **bounds: Any) -> User:
    return factories.user(role, username=name, **bounds)


@dataclass
class Desk:
    writer: User = field(default_factory=lambda: _person(Role.OFFICE, "writer"))
    colleague: User = field(default_factory=lambda: _person(Role.OFFICE, "colleague"))
    leader: User = field(default_factory=lambda: _person(Role.LEADER, "leader"))

    def __post_init__(self) -> None:
        bureau = factories.organization(OrganizationKind.DEPARTMENT, name="商务局")
        other = factories.organization(OrganizationKind.DEPARTMENT, name="住建局")
        self.department = _person(Role.DEPARTMENT, "department", organization=bureau)
        self.other_department = _person(Role.DEPARTMENT, "other", organization=other)

    def drafted(self, by: User | None = None, **more: Any) -> Article:
        return draft(words(**more), actor=actor_of(by or self.writer))

    def moved(self, article: Article, *steps: tuple[str, User], reason: str = "") -> Article:
        for name, person in steps:
            FLOW.take(article, name, actor=actor_of(person), reason=reason)
        article.refresh_from_db()
        return article

    def published(self, **more: Any) -> Article:
        article = self.drafted(**more)
        return self.moved(article, ("submit", self.writer), ("publish", self.colleague))


def public() -> Actor:
    return Actor(user_id=None, name="公众")
