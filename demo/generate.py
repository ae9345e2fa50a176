"""生成演示数据: the whole district in one transaction, its figures after, the marker last."""

import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pghistory.models
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from demo.accounts import PASSWORD, build_accounts
from demo.articles import build_articles
from demo.attachments import build_attachments
from demo.campaigns import build_campaigns
from demo.doubts import build_doubts
from demo.duties import build_duties
from demo.industries import build_industries
from demo.land import build_land
from demo.letterheads import build_letterheads
from demo.months import history
from demo.offers import build_offers
from demo.plans import build_plans
from demo.premises import build_premises
from demo.registry import build_registry
from demo.rounds import build_rounds
from demo.scale import TIMES, parts
from demo.taxes import build_taxes
from demo.tenancy import build_tenancy
from demo.territory import build_territory
from louyu.journey.matching.running import compare
from louyu.kernel.history import acting
from louyu.kernel.jobs.services import refresh_planner
from louyu.registers.organizations.actors import console
from louyu.registers.places.models import Place

SEED = 20170925
EVENT = "demo_generated"


class HoldsData(Exception):
    """The instance holds data that the generator did not make."""


@dataclass(frozen=True)
class Outcome:
    created: bool
    base: date
    months: tuple[str, ...]


def generate(*, seed: int = SEED, base: date | None = None, scale: str = "district") -> Outcome:
    """Safe to repeat: an interrupted run is taken up where it stopped."""
    base = base or timezone.localdate()
    made = generated_on()
    if made is None:
        if Place.objects.exists():
            raise HoldsData
        fill(seed=seed, base=base, scale=scale)
    base = made or base
    return Outcome(made is None, base, tuple(str(month) for month in history(base)))


def fill(*, seed: int, base: date, scale: str = "district") -> None:
    """Everything or nothing; the transaction's history says that it is demo data."""
    times = TIMES[scale]
    actor = console("演示数据生成")
    facts = {"seed": seed, "base": base.isoformat(), "scale": scale}
    with transaction.atomic(), acting(actor, EVENT, **facts):
        territory = build_territory()
        build_industries(base=base)
        for part in parts(scale, seed=seed):
            premises = build_premises(territory, part, base=base)
            build_attachments(premises, part, base=base)
            build_tenancy(premises, part, base=base)
            _plan_anew()
            _told(f"第 {part.number + 1} / {times} 份楼宇、房间和企业")
        build_accounts(base=base)
        build_plans(base=base, times=times)
        build_letterheads(base=base)
        build_articles(base=base)
        build_taxes(seed=seed, base=base, times=times)
        _told("各月税收")
        build_duties(base=base)
        build_land(base=base, random=Random(seed))
        build_offers(base=base, random=Random(seed), times=times)
        build_rounds(base=base, random=Random(seed))
        build_doubts(base=base)
        build_registry(seed=seed, base=base)
        compare(actor)
        build_campaigns(base=base, random=Random(f"{seed}:campaigns"))
    refresh_planner()


def _told(part: str) -> None:
    """A city takes minutes: whoever waits sees how far it is."""
    print(f"  已生成：{part}", file=sys.stderr, flush=True)


def _plan_anew() -> None:
    """The rules' statements were planned for empty tables, and would be kept for a session."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def generated_on() -> date | None:
    """The base day of the demo data in this database, or None."""
    # An act within it gave the context its own name; what was generated is still told there.
    contexts = pghistory.models.Context.objects.filter(metadata__has_keys=("seed", "base"))
    found = contexts.order_by("created_at").first()
    return date.fromisoformat(found.metadata["base"]) if found else None


def write_marker(*, seed: int, base: date, scale: str) -> Path:
    """The last act: only an instance that is complete shows demo accounts."""
    marker = Path(settings.DEMO_MARKER)
    content = {
        "seed": seed,
        "base": base.isoformat(),
        "scale": scale,
        "password": PASSWORD,
        "generated_at": timezone.now().isoformat(timespec="seconds"),
        "note": "全部虚构：楼宇、企业、人员和数字均为演示而生成，与真实主体无关。",
    }
    marker.parent.mkdir(parents=True, exist_ok=True)
    draft = marker.with_suffix(".draft")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    os.replace(draft, marker)
    return marker
