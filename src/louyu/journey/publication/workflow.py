"""通报流程: 拟稿 → 核稿 → 签发, and back from 核稿 with a reason."""

from louyu.journey.publication.issuing import issue
from louyu.journey.publication.models import BulletinState
from louyu.kernel.states import Transition, Workflow
from louyu.registers.organizations.models import Role

FLOW = Workflow(
    transitions=(
        Transition(
            "submit", "送核稿", (BulletinState.DRAFT,), BulletinState.REVIEW, (Role.OFFICE,)
        ),
        Transition(
            "issue",
            "签发",
            (BulletinState.REVIEW,),
            BulletinState.ISSUED,
            (Role.OFFICE, Role.LEADER),
        ),
        Transition(
            "return_for_correction",
            "退回修改",
            (BulletinState.REVIEW,),
            BulletinState.DRAFT,
            (Role.OFFICE, Role.LEADER),
            needs_reason=True,
        ),
    ),
    on_enter={BulletinState.ISSUED: issue},
)
