"""服务流程: 列入 → 走访 → 询问 → 同意 → 指导 → 结果; a no or a withdrawal ends it."""

from louyu.initiatives.local_registration.models import EntryState as S
from louyu.kernel.states import Transition, Workflow
from louyu.registers.organizations.models import Role

READERS = (Role.OFFICE, Role.LEADER, Role.STREET)
WORKERS = (Role.OFFICE, Role.STREET)
BEFORE = (S.LISTED, S.VISITED, S.ASKED)
HELPED = (S.CONSENTED, S.GUIDED)
SETTLED = (S.ELSEWHERE, S.GAVE_UP)

FLOW = Workflow(
    transitions=(
        Transition("visit", "登记走访", (S.LISTED, S.VISITED), S.VISITED, WORKERS),
        Transition("ask", "登记询问", (S.VISITED,), S.ASKED, WORKERS),
        Transition("consent", "登记同意", (S.VISITED, S.ASKED), S.CONSENTED, WORKERS),
        # A no is taken down whenever it is said.
        Transition("decline", "登记不同意", BEFORE, S.DECLINED, WORKERS),
        Transition("guide", "登记指导", HELPED, S.GUIDED, WORKERS),
        Transition("stay", "登记“仍在区外”", HELPED, S.ELSEWHERE, WORKERS),
        Transition("give-up", "登记“自行中止”", HELPED, S.GAVE_UP, WORKERS),
        Transition(
            "withdraw", "撤回", (*HELPED, *SETTLED), S.WITHDRAWN, (*WORKERS, Role.ENTERPRISE)
        ),
        Transition("register", "确认", (*BEFORE, *HELPED, *SETTLED), S.REGISTERED, (Role.OFFICE,)),
        Transition("remove", "移出名单", BEFORE, S.REMOVED, WORKERS, needs_reason=True),
        Transition("restore", "放回名单", (S.REMOVED,), S.LISTED, WORKERS),
    )
)
