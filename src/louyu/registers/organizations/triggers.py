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


# Of two changes to one person at once, the second waits and sees the first.
_ONE_AT_A_TIME = "PERFORM 1 FROM organizations_user WHERE id = NEW.user_id FOR NO KEY UPDATE; "
_THEN = "daterange(NEW.start, NEW.\"end\", '[]')"


def clearance_beside_a_business_duty() -> pgtrigger.Trigger:
    """A clearance is added to a business duty, never to an administrator's."""
    name = "clearance_beside_business_duty"
    held = (
        "SELECT 1 FROM organizations_dutyrole d"  # noqa: S608 - fixed text
        f" WHERE d.user_id = NEW.user_id AND d.during && {_THEN}"
    )
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"{_ONE_AT_A_TIME}"
        f"IF NOT EXISTS ({held} AND d.duty_class = 'business')"
        f" OR EXISTS ({held} AND d.duty_class <> 'business')"
        f" THEN {_refusal(name, 'a clearance needs a business duty')} END IF; RETURN NEW;",
    )


def administrators_are_not_cleared() -> pgtrigger.Trigger:
    """The same rule from the other side: who is cleared becomes no administrator meanwhile."""
    name = "administrator_holds_no_clearance"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__role__in=["system_admin", "security_admin", "auditor"]),
        func=f"{_ONE_AT_A_TIME}"  # noqa: S608 - fixed text
        "IF EXISTS (SELECT 1 FROM organizations_clearance c"
        f" WHERE c.user_id = NEW.user_id AND c.during && {_THEN})"
        f" THEN {_refusal(name, 'an administrator holds no clearance')} END IF; RETURN NEW;",
    )


def _refusal(name: str, message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
