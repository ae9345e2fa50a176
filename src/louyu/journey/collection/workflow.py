"""月度更新流程: 待核对 → 待核实 → 已核实; sent back with the reason; 本月免报 is a decision."""

from louyu.journey.collection.models import DutyState
from louyu.kernel.states import Transition, Workflow
from louyu.registers.occupancy.scope import REPORTERS
from louyu.registers.organizations.models import Role

OPEN, SUBMITTED, RETURNED = DutyState.OPEN, DutyState.SUBMITTED, DutyState.RETURNED
REVIEWERS = (Role.OFFICE, Role.STREET)
# Until the street has looked at it, it may be handed in again: the later one counts.
ANSWERABLE = (OPEN, SUBMITTED, RETURNED)

FLOW = Workflow(
    transitions=(
        Transition("submit", "提交", ANSWERABLE, SUBMITTED, (*REPORTERS, Role.COMMUNITY)),
        Transition("accept", "核实通过", (SUBMITTED,), DutyState.ACCEPTED, REVIEWERS),
        Transition("return", "退回", (SUBMITTED,), RETURNED, REVIEWERS, needs_reason=True),
        Transition(
            "exempt", "本月免报", (OPEN, RETURNED), DutyState.EXEMPT, REVIEWERS, needs_reason=True
        ),
        Transition("ask-again", "恢复应报", (DutyState.EXEMPT,), OPEN, REVIEWERS),
        Transition(
            "take-up-again",
            "补报",
            (DutyState.ACCEPTED,),
            RETURNED,
            (Role.OFFICE,),
            needs_reason=True,
        ),
    )
)
