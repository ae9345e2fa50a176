"""自愿登记服务规则: kept by the database, however a row was written."""

import pgtrigger


def refused_is_left_alone() -> pgtrigger.Trigger:
    """不同意 and 撤回 end it for this campaign: no step follows, whoever writes."""
    return pgtrigger.Protect(
        name="entry_refused_is_left_alone",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state="declined") | pgtrigger.Q(old__state="withdrawn"),
    )


def helped_by_consent() -> pgtrigger.Trigger:
    """Nobody is helped, or counted as agreeing, without a consent that stands."""
    return pgtrigger.Trigger(
        name="entry_helped_by_consent",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.state IN ('consented', 'guided') AND NOT EXISTS (
                SELECT 1 FROM local_registration_consent AS c
                WHERE c.entry_id = NEW.id AND c.agrees AND c.withdrawn_at IS NULL
            )
            THEN
                RAISE check_violation USING
                    MESSAGE = 'no help without a consent that stands',
                    CONSTRAINT = 'entry_helped_by_consent';
            END IF;
            RETURN NEW;
        """,
    )


def consent_is_only_withdrawn() -> pgtrigger.Trigger:
    """What a firm said is never rewritten; it stands, or it was withdrawn once."""
    return pgtrigger.Trigger(
        name="consent_is_only_withdrawn",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF OLD.withdrawn_at IS NOT NULL
                OR (OLD.entry_id, OLD.agrees, OLD.person, OLD.position, OLD.way, OLD.day,
                    OLD.told, OLD.by_words, OLD.at)
                    IS DISTINCT FROM (NEW.entry_id, NEW.agrees, NEW.person, NEW.position,
                    NEW.way, NEW.day, NEW.told, NEW.by_words, NEW.at)
            THEN
                RAISE check_violation USING
                    MESSAGE = 'a consent is withdrawn, never rewritten',
                    CONSTRAINT = 'consent_is_only_withdrawn';
            END IF;
            RETURN NEW;
        """,
    )


def written_once() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="step_written_once", operation=pgtrigger.Update)
