"""比对规则: kept by the database, however a row was written."""

import pgtrigger


def verdict_is_only_taken_back() -> pgtrigger.Trigger:
    """What a person said is never rewritten; it stands, or it was taken back once."""
    return pgtrigger.Trigger(
        name="verdict_is_only_taken_back",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF OLD.undone_at IS NOT NULL
                OR (OLD.subject, OLD.is_same, OLD.by_words, OLD.at)
                    IS DISTINCT FROM (NEW.subject, NEW.is_same, NEW.by_words, NEW.at)
            THEN
                RAISE check_violation USING
                    MESSAGE = 'a verdict is taken back, never rewritten',
                    CONSTRAINT = 'verdict_is_only_taken_back';
            END IF;
            RETURN NEW;
        """,
    )
