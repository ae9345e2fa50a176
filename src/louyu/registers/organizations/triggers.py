"""人员规则: what PostgreSQL itself keeps about people's ways in."""

import pgtrigger


def link_used_once() -> pgtrigger.Trigger:
    """A link that was used stays used, whoever writes the row."""
    return pgtrigger.Trigger(
        name="sign_in_link_used_once",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__used_at__isnull=False),
        func="RAISE EXCEPTION 'a sign-in link is used once' USING ERRCODE = 'check_violation',"
        " CONSTRAINT = 'sign_in_link_used_once';",
    )
