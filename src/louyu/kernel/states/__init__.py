"""状态: transition tables. A state changes only along a declared transition, by a named role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from louyu.kernel.scope import Actor


class TransitionRefused(Exception):
    """The transition is not open; the message is a Chinese sentence for the user."""


@dataclass(frozen=True)
class Transition:
    """`name` from any of `sources` to `target`, open to `roles`."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The transition table of one model's state field."""

    transitions: tuple[Transition, ...]
    state_field: str = "state"
    on_enter: dict[str, Callable[..., None]] = field(default_factory=dict)

    def open_to(self, instance: Model, actor: Actor) -> list[Transition]:
        """Transitions this actor may take from the present state, in declared order."""
        state = getattr(instance, self.state_field)
        return [t for t in self.transitions if state in t.sources and actor.holds(*t.roles)]

    def _open(self, name: str, actor: Actor, reason: str) -> Transition:
        transition = next((t for t in self.transitions if t.name == name), None)
        if transition is None:
            raise TransitionRefused("没有这个操作，请刷新页面后重试。")
        if transition.needs_reason and not reason.strip():
            raise TransitionRefused(f"{transition.label}需要填写理由。")
        if not actor.holds(*transition.roles):
            raise TransitionRefused(f"您的岗位不能{transition.label}。")
        return transition

    def take_all(
        self, rows: QuerySet[Any], name: str, *, actor: Actor, reason: str = "", **more: Any
    ) -> list[Any]:
        """`take` for many rows at once: all or none, `more` written along; the rows as locked."""
        transition = self._open(name, actor, reason)
        asked = rows.count()
        with transaction.atomic():
            locked = list(rows.order_by("pk").select_for_update(of=("self",)))
            states = {getattr(row, self.state_field) for row in locked}
            if len(locked) < asked or not states <= set(transition.sources):
                raise TransitionRefused("状态已被他人改变，请刷新页面后重试。")
            every = rows.model.objects.unscoped("locked above")
            held = every.filter(pk__in=[row.pk for row in locked])
            held.update(**{self.state_field: transition.target}, **more)
        return locked

    def take(self, instance: Model, name: str, *, actor: Actor, reason: str = "") -> Any:
        """Lock the row, check the transition against its stored state, and save the new one."""
        transition = self._open(name, actor, reason)
        with transaction.atomic():
            rows = type(instance).objects.unscoped("the row was reached by its caller")  # type: ignore[attr-defined]
            locked = rows.select_for_update().get(pk=instance.pk)
            if getattr(locked, self.state_field) not in transition.sources:
                raise TransitionRefused("状态已被他人改变，请刷新页面后重试。")
            setattr(locked, self.state_field, transition.target)
            hook = self.on_enter.get(transition.target)
            if hook:
                hook(locked, actor=actor, reason=reason)
            locked.save()
        return locked
