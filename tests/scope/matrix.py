"""矩阵: asks every address as every person and reports what should not have been said."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from demo.factories import sign_in
from tests.scope.decoding import text_of
from tests.scope.world import (
    SEARCHABLE,
    Person,
    World,
    forbidden_markers,
    unpublished_markers,
)

Params = dict[str, Any]
HTMX = {"HTTP_HX_REQUEST": "true"}
NONSENSE = "卍卍"
TALLY = re.compile(r'共 <b class="num">(\d+)</b>')
_VOLATILE = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|nonce[^\s;"]*|nonce="[^"]*"|name="key" value="[^"]*"'
    r"|\d\d:\d\d(:\d\d)?"
)


@dataclass(frozen=True)
class Target:
    """One object behind an address, and who may reach it; `query` where the query names it."""

    params: Params
    open_to: Callable[[Person], bool]
    note: str = ""
    query: str = ""


@dataclass(frozen=True)
class Expectation:
    """What an address owes to whom.

    `allowed`: who gets an answer at all. `targets`: objects it can be asked for, own and
    foreign ones; empty for an address without parameters. `fragments`: ids htmx asks it for.
    `queries`: query strings that must not open a side door. `count`: how many rows the page may
    say there are, known from the world. `posts`: it changes something, or tries to. `public`: it
    tells everybody the same, so that what a visitor may not read nobody reads there.
    """

    allowed: Callable[[Person], bool]
    targets: Callable[[World], Iterable[Target]] | None = None
    fragments: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    searched: bool = False
    count: Callable[[World, Person], int] | None = None
    posts: bool = False
    reads: bool = True
    public: bool = False


@dataclass
class Findings:
    cells: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")


@dataclass
class Walk:
    """All requests of one person; `findings` says what came of them."""

    world: World
    person: Person
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=True)
        if self.person.user:
            sign_in(self.client, self.person.user)
        self.own = forbidden_markers(self.world, self.person)
        self.unpublished = unpublished_markers(self.world)
        self.forbidden = self.own

    def visit(self, name: str, expected: Expectation) -> None:
        self.forbidden = self.unpublished if expected.public else self.own
        for target in self._targets(expected):
            url = reverse(name, kwargs=target.params) + target.query
            reachable = expected.allowed(self.person) and target.open_to(self.person)
            where = f"{self.person.label} → {name} {target.note or target.params or ''}".strip()
            if expected.reads:
                self._read(url, expected, reachable, where)
            if expected.posts:
                self._write(url, reachable, where)

    def _targets(self, expected: Expectation) -> Iterator[Target]:
        if expected.targets is None:
            yield Target({}, lambda person: True)
        else:
            yield from expected.targets(self.world)

    def _read(self, url: str, expected: Expectation, reachable: bool, where: str) -> None:
        self._ask(url, reachable, where)
        for fragment in expected.fragments:
            self._ask(url, reachable, f"{where} #{fragment}", HTTP_HX_TARGET=fragment, **HTMX)
        for query in expected.queries:
            self._ask(f"{url}?{query}", reachable, f"{where} ?{query}")
        if expected.searched and reachable:
            self._search(url, where)
        if expected.count and reachable:
            self._count(url, expected.count(self.world, self.person), where)

    def _ask(self, url: str, reachable: bool, where: str, **headers: str) -> HttpResponseBase:
        response = self.client.get(url, **headers)  # type: ignore[arg-type]
        self.findings.cells += 1
        answered = response.status_code == 200
        if answered and not reachable:
            self.findings.fault(where, "answered with 200, should have been refused")
        if reachable and not answered:
            self.findings.fault(where, f"refused with {response.status_code}, should be open")
        if not reachable and response.status_code not in {302, 401, 403, 404, 405}:
            self.findings.fault(where, f"refused with {response.status_code}")
        self._read_for_markers(response, where)
        return response

    def _read_for_markers(self, response: HttpResponseBase, where: str) -> None:
        if response.status_code == 302 and "/accounts/login/" in response["Location"]:
            return  # sends the asker's own words back to them after signing in
        text = text_of(response)
        for marker, whose in self.forbidden.items():
            if marker in text:
                self.findings.fault(where, f"says {marker!r} of {whose}")

    def _search(self, url: str, where: str) -> None:
        """A search for what one may not see reads like a search for what does not exist."""
        nothing = self._plain(url, NONSENSE)
        for marker, whose in self.forbidden.items():
            if marker in SEARCHABLE and self._plain(url, marker) != nothing:
                self.findings.fault(where, f"search tells that {marker!r} of {whose} exists")

    def _count(self, url: str, expected: int, where: str) -> None:
        told = TALLY.search(text_of(self.client.get(url)))
        self.findings.cells += 1
        if not told or int(told[1]) != expected:
            self.findings.fault(where, f"says {told and told[1]} rows, {expected} are theirs")

    def _plain(self, url: str, text: str) -> str:
        response = self.client.get(url, {"q": text})
        self.findings.cells += 1
        answer = text_of(response).split("\n\n", 1)[1]
        # Twice where an address stands in another one: the way back from a page.
        for form in (
            quote(quote_plus(text)),
            quote(quote(text)),
            quote_plus(text),
            quote(text),
            text,
        ):
            answer = answer.replace(form, "…")
        return _VOLATILE.sub("", answer)

    def _write(self, url: str, reachable: bool, where: str) -> None:
        """A person who may not reach a row cannot change it, whatever is sent."""
        if reachable:
            return
        before = everything_stored()
        response = self.client.post(url, {"reason": "x", "name": "x"})
        self.findings.cells += 1
        if response.status_code not in {302, 401, 403, 404, 405}:
            self.findings.fault(where, f"POST answered with {response.status_code}")
        if everything_stored() != before:
            self.findings.fault(where, "POST changed something")
        self._read_for_markers(response, f"{where} POST")


def everything_stored() -> dict[str, Any]:
    """Row count and a digest of every business table; any change at all shows."""
    tables = sorted(
        model._meta.db_table for model in apps.get_models() if model.__module__.startswith("louyu.")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{t}', count(*), coalesce(sum(hashtext(x::text)::bigint), 0)"
                f' FROM "{t}" AS x'
                for t in tables
            )
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}
