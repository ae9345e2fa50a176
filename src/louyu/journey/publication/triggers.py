"""通报规则: kept by the database, however a row was written."""

import pgtrigger


def issued_never_changes() -> pgtrigger.Trigger:
    """Only the 发文字号, given by the registry after issuing, may be added, and once."""
    return pgtrigger.Trigger(
        name="issued_bulletin_never_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state = 'issued'"),
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - 'number' = to_jsonb(OLD) - 'number'
                    AND (OLD.number = '' OR NEW.number = OLD.number) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE check_violation USING
                MESSAGE = 'an issued bulletin never changes',
                CONSTRAINT = 'issued_bulletin_never_changes';
        """,
    )
