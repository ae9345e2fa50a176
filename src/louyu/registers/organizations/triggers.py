"""人员规则: what PostgreSQL itself keeps about people's ways in."""

import pgtrigger


def used_once(name: str) -> pgtrigger.Trigger:
    """What was used stays used, whoever writes the row."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__used_at__isnull=False),
        func=_refusal(name, "it is used once"),
    )


def steps_go_forward() -> pgtrigger.Trigger:
    """A code that was taken is never taken again, also by two requests at once."""
    name = "second_factor_steps_forward"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__last_step__lt=pgtrigger.F("old__last_step")),
        func=_refusal(name, "a code is taken once"),
    )


def _refusal(name: str, message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
