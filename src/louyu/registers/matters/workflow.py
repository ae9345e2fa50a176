"""事项流程: 办理中 → 已答复 → 已办结; up, back and on it goes while it is open."""

from louyu.kernel.states import Transition, Workflow
from louyu.registers.matters.models import Act, MatterState
from louyu.registers.organizations.models import Role

OPEN, ANSWERED, CLOSED = MatterState.OPEN, MatterState.ANSWERED, MatterState.CLOSED
HANDLERS = (
    Role.LEADER,
    Role.OFFICE,
    Role.DEPARTMENT,
    Role.STREET,
    Role.COMMUNITY,
    Role.LIAISON,
    Role.OPERATOR,
)
ANYBODY = (*HANDLERS, Role.ENTERPRISE)


def _while_open(act: Act, *, needs_reason: bool = True) -> Transition:
    return Transition(act.value, act.label, (OPEN,), OPEN, HANDLERS, needs_reason=needs_reason)


FLOW = Workflow(
    transitions=(
        Transition(Act.ANSWERED.value, "答复", (OPEN,), ANSWERED, HANDLERS, needs_reason=True),
        _while_open(Act.HANDED_UP),
        _while_open(Act.HANDED_BACK),
        _while_open(Act.HANDED_ON, needs_reason=False),
        _while_open(Act.JOINED, needs_reason=False),
        _while_open(Act.JOINT_ANSWER),
        Transition(
            Act.REOPENED.value, "要求再办", (ANSWERED, CLOSED), OPEN, ANYBODY, needs_reason=True
        ),
        Transition(Act.CLOSED.value, "办结", (ANSWERED,), CLOSED, ANYBODY),
    )
)
