"""配对: which registration each enterprise of the roster is.

A person's verdict comes first, then an equal code, then likeness; the rest is asked or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import transaction

from louyu.engines.linkage import Decision, Kind, link, written
from louyu.journey.matching.models import Pairing, PairingVerdict, Registration
from louyu.journey.matching.roster import Seat
from louyu.kernel.merging import LINE, Staging, Write, complete, hold, stored, take_ids

KINDS = {"名称": Kind.COMPANY, "信用代码": Kind.CREDIT_CODE, "地址": Kind.ADDRESS}
STATES = {str(Decision.ACCEPT): Pairing.State.TAKEN, str(Decision.ASK): Pairing.State.ASKED}
BOTH_CODES = "名称相同，名册上的代码与登记的不同"
EVIDENCE = 500


@dataclass(frozen=True)
class Found:
    enterprise: int
    registration: int
    state: str
    ground: str
    score: float
    evidence: str


def pair(seats: Sequence[Seat], lists: Iterable[int]) -> None:
    """Write all pairings anew.

    Likeness takes its time before the transaction; what people said is read inside it.
    """
    rows = Registration.objects.unscoped("every registration in force").filter(
        delivery__in=list(lists)
    )
    registry = stored(rows.order_by("pk"), "id", "subject", "code", "name", "address")
    firms = {seat.enterprise: seat for seat in reversed(seats)}
    chosen = list(firms.values())
    likely = [*_same_names(chosen, registry), *_alike(chosen, registry)]
    with transaction.atomic():
        hold((Pairing,))
        found = {one.enterprise: one for one in _found(chosen, registry, likely)}
        _write(list(found.values()))


def _found(
    firms: Sequence[Seat], registry: pl.DataFrame, likely: Iterable[Found]
) -> Iterator[Found]:
    """The weakest ground first: a stronger one of the same enterprise takes its place."""
    verdicts = PairingVerdict.objects.unscoped("what people said holds").filter(undone_at=None)
    said = list(verdicts.values_list("enterprise_id", "subject", "is_same", "by_words"))
    apart = {(enterprise, subject) for enterprise, subject, same, _ in said if not same}
    of_subject = dict(registry.select("subject", "id").rows())
    subjects = {pk: subject for subject, pk in of_subject.items()}
    for one in likely:
        if (one.enterprise, subjects[one.registration]) not in apart:
            yield one
    codes = dict(registry.filter(pl.col("code") != "").select("code", "id").rows())
    for firm in firms:
        pk = codes.get(firm.uscc)
        if pk is not None and (firm.enterprise, firm.uscc) not in apart:
            yield Found(
                firm.enterprise, pk, Pairing.State.TAKEN, Pairing.Ground.CODE, 1, "信用代码相同"
            )
    known = {firm.enterprise for firm in firms}
    for enterprise, subject, is_same, who in said:
        if is_same and enterprise in known and subject in of_subject:
            pk, ground = of_subject[subject], Pairing.Ground.VERDICT
            yield Found(enterprise, pk, Pairing.State.TAKEN, ground, 1, f"{who}认定")


def _same_names(firms: Sequence[Seat], registry: pl.DataFrame) -> Iterator[Found]:
    """One name and two codes: one of the codes is wrong, or they are two firms; a person says."""
    names = written(pl.Series([firm.name for firm in firms], dtype=pl.String))
    once = registry.with_columns(plain=written(registry["name"])).unique("plain", keep="none")
    of_name = dict(once.select("plain", "id").rows())
    for firm, name in zip(firms, names, strict=True):
        if firm.uscc and name in of_name:
            ground = Pairing.Ground.LIKENESS
            yield Found(
                firm.enterprise, of_name[name], Pairing.State.ASKED, ground, 0.5, BOTH_CODES
            )


def _alike(firms: Sequence[Seat], registry: pl.DataFrame) -> Iterator[Found]:
    """By name, address and what the codes of the others teach of both."""
    if not firms or registry.is_empty():
        return
    left = pl.DataFrame(
        {
            "名称": [firm.name for firm in firms],
            "信用代码": [firm.uscc for firm in firms],
            "地址": [firm.whereabouts for firm in firms],
        }
    )
    right = registry.select(
        pl.col("name").alias("名称"),
        pl.col("code").alias("信用代码"),
        pl.col("address").alias("地址"),
    )
    pairs = link(left, right, KINDS).pairs
    numbers = registry["id"].to_list()
    for at, other, decision, score, evidence in pairs.rows():
        ground = Pairing.Ground.LIKENESS
        yield Found(
            firms[at].enterprise,
            numbers[other],
            STATES[decision],
            ground,
            score,
            evidence[:EVIDENCE],
        )


def _write(found: Sequence[Found]) -> None:
    Pairing.objects.unscoped("all are written anew").all().delete()
    if not found:
        return
    frame = pl.DataFrame(
        {
            LINE: range(len(found)),
            "id": take_ids(Pairing, len(found)),
            "enterprise_id": [one.enterprise for one in found],
            "registration_id": [one.registration for one in found],
            "state": [str(one.state) for one in found],
            "ground": [str(one.ground) for one in found],
            "score": [float(one.score) for one in found],
            "evidence": [one.evidence for one in found],
        }
    )
    Staging([Write(Pairing, complete(Pairing, frame))]).merge()
