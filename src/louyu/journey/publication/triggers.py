"""通报规则: kept by the database, however a row was written."""

import pgtrigger


def issued_never_changes() -> pgtrigger.Trigger:
    """Only what comes after issuing may be added, and once: 发文字号 and the stamped scan."""
    return pgtrigger.Trigger(
        name="issued_bulletin_never_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state = 'issued'"),
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - '{number,scan_id}'::text[]
                        = to_jsonb(OLD) - '{number,scan_id}'::text[]
                    AND (OLD.number = '' OR NEW.number = OLD.number)
                    AND (OLD.scan_id IS NULL OR NEW.scan_id = OLD.scan_id) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE check_violation USING
                MESSAGE = 'an issued bulletin never changes',
                CONSTRAINT = 'issued_bulletin_never_changes';
        """,
    )


def countersignatures_are_kept() -> pgtrigger.Trigger:
    """They stand on the 发文稿纸 of an issued bulletin."""
    return pgtrigger.Trigger(
        name="countersignatures_are_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("bulletin", "bigint")],
        func="""
            bulletin := CASE WHEN TG_OP = 'DELETE' THEN OLD.bulletin_id ELSE NEW.bulletin_id END;
            IF EXISTS (
                SELECT FROM publication_bulletin
                WHERE id = bulletin AND state = 'issued'
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'an issued bulletin keeps its countersignatures',
                    CONSTRAINT = 'countersignatures_are_kept';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )


def editions_never_change() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="editions_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            RAISE check_violation USING
                MESSAGE = 'an edition of an issued bulletin never changes',
                CONSTRAINT = 'editions_never_change';
        """,
    )
