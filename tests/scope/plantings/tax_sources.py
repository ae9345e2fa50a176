"""数据接入: two sources of tax, each with a file that is held; what it was like is guarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from demo import factories
from louyu.journey.matching.sources.models import FeedSource, Pull, PullState
from louyu.registers.deliveries.models import DataClass
from louyu.registers.organizations.models import Organization, OrganizationKind, Role

if TYPE_CHECKING:
    from tests.scope.world import Person, World

BUREAU = "征管来文单位"
OWN, OTHER = "癸鎏本局", "癸鎏他局"


@dataclass
class Planted:
    own: FeedSource
    other: FeedSource
    pull: Pull
    other_pull: Pull


def plant(world: World) -> Planted:
    # Planted after the payments, whose bureau it is: plantings come in the order of their names.
    bureau = Organization.objects.unscoped("test").get(name=BUREAU)
    another = factories.organization(OrganizationKind.DEPARTMENT, name="试验区他局")
    own, other = _source(OWN, bureau), _source(OTHER, another)
    return Planted(own, other, _held(own, OWN), _held(other, OTHER))


def _source(marker: str, provider: Organization) -> FeedSource:
    return FeedSource.objects.create(
        name=f"{marker}明细",
        kind="tax",
        transport="upload",
        provider=provider,
        basis=f"{marker}依据",
        purpose="统计",
        data_class=DataClass.GUARDED,
        allowed_roles=["office"],
        every="month",
        active_from=date(2026, 1, 1),
    )


def _held(source: FeedSource, marker: str) -> Pull:
    return Pull.objects.create(
        source=source,
        period=date(2026, 3, 1),
        state=PullState.QUARANTINED,
        started_at=timezone.now(),
        file_name=f"{marker}文件.csv",
        reasons=[{"code": "short", "words": f"{marker}疑点 918273 行"}],
        profile={"rows": 918273},
    )


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    office, admin = person.role == Role.OFFICE, person.role == Role.SYSTEM_ADMIN
    analyst = person.label == "tax analyst"
    hidden = {}
    for marker, own in ((OWN, True), (OTHER, False)):
        if not (office or admin or (analyst and own)):
            hidden[f"{marker}明细"] = "a source"
        if not (office or (analyst and own)):
            hidden[f"{marker}依据"] = "the record of a source"
        if not (analyst and own):
            hidden[f"{marker}疑点"] = hidden[f"{marker}文件"] = "a held file of tax"
    return hidden
