"""事项种类: declared by the app that opens such matters; no table knows them all."""

from dataclasses import dataclass

from louyu.registers.organizations.models import Role

OFFICIALS = (Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.STREET, Role.COMMUNITY)
CARETAKERS = (Role.LIAISON, Role.OPERATOR)


@dataclass(frozen=True)
class MatterKind:
    """`days`: working days until an answer is due. `asked_by_enterprise`: it reads its thread.

    `roles`: who may open one by hand; none: only the app that declares it does.
    `listed_apart`: they come by the hundred; the app shows them on a page of its own, and they
    are neither in the list of 待办事项 nor counted there.
    """

    key: str
    label: str
    days: int
    roles: tuple[Role, ...] = ()
    asked_by_enterprise: bool = False
    listed_apart: bool = False


_kinds: dict[str, MatterKind] = {}


def register(kind: MatterKind) -> MatterKind:
    if kind.key in _kinds:
        raise ValueError(f"matter kind {kind.key!r} is declared twice")
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> MatterKind:
    return _kinds[key]


def all_kinds() -> list[MatterKind]:
    return list(_kinds.values())


def apart() -> list[str]:
    return [kind.key for kind in all_kinds() if kind.listed_apart]


def choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.label) for kind in all_kinds()]


REQUEST = register(
    MatterKind("request", "诉求", 10, (Role.ENTERPRISE, *CARETAKERS, *OFFICIALS), True)
)
COORDINATION = register(MatterKind("coordination", "协调事项", 10, (*CARETAKERS, *OFFICIALS)))
VISIT_FINDING = register(MatterKind("visit_finding", "走访发现", 5, (*CARETAKERS, *OFFICIALS)))
DATA_DOUBT = register(MatterKind("data_doubt", "数据疑问", 5, (*CARETAKERS, *OFFICIALS)))
