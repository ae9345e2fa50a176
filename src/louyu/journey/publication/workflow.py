"""通报流程: 拟稿 → 核稿 → 会签 → 签发, and back to 拟稿 with a reason.

Without bodies to countersign 核稿 leads straight to 签发.
"""

from typing import Any

from louyu.journey.publication import countersigning
from louyu.journey.publication.issuing import issue
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.kernel.scope import Actor
from louyu.kernel.states import Transition, Workflow
from louyu.registers.organizations.models import Role

OFFICE, ISSUERS = (Role.OFFICE,), (Role.OFFICE, Role.LEADER)
BEFORE_ISSUE = (BulletinState.REVIEW, BulletinState.COUNTERSIGN)


def _forget_the_reviewer(bulletin: Bulletin, **_: Any) -> None:
    bulletin.reviewed_by = None


FLOW = Workflow(
    transitions=(
        Transition("submit", "送核稿", (BulletinState.DRAFT,), BulletinState.REVIEW, OFFICE),
        Transition(
            "countersign",
            "核稿通过，送会签",
            (BulletinState.REVIEW,),
            BulletinState.COUNTERSIGN,
            OFFICE,
        ),
        Transition("issue", "签发", BEFORE_ISSUE, BulletinState.ISSUED, ISSUERS),
        Transition(
            "return_for_correction",
            "退回修改",
            BEFORE_ISSUE,
            BulletinState.DRAFT,
            ISSUERS,
            needs_reason=True,
        ),
    ),
    on_enter={
        BulletinState.DRAFT: _forget_the_reviewer,
        BulletinState.REVIEW: countersigning.start_again,
        BulletinState.COUNTERSIGN: countersigning.ask,
        BulletinState.ISSUED: issue,
    },
)


def moves_open_to(bulletin: Bulletin, actor: Actor) -> list[Transition]:
    """What is offered on the page: neither 会签 by nobody nor 签发 past somebody."""
    asked = countersigning.of(bulletin)
    shut = set() if asked else {"countersign"}
    if any(row.is_open for row in asked):
        shut.add("issue")
    return [one for one in FLOW.open_to(bulletin, actor) if one.name not in shut]
