"""核验规则: kept by the database, however a row was written."""

import pgtrigger


def written_once() -> pgtrigger.Trigger:
    return pgtrigger.Protect(
        name="review_written_once", operation=pgtrigger.Update | pgtrigger.Delete
    )


def nobody_accepts_their_own() -> pgtrigger.Trigger:
    """Whoever handed it in knows no more than they wrote: somebody else has to look."""
    return pgtrigger.Trigger(
        name="review_nobody_accepts_their_own",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF EXISTS (
                SELECT 1 FROM collection_submission
                WHERE id = NEW.submission_id AND by_id = NEW.by_id
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'nobody accepts their own entry',
                    CONSTRAINT = 'review_nobody_accepts_their_own';
            END IF;
            RETURN NEW;
        """,
    )


def nobody_looks_at_their_own() -> pgtrigger.Trigger:
    """A record is not found right by whoever handed it in."""
    return pgtrigger.Trigger(
        name="sampled_nobody_looks_at_their_own",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.by_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM collection_tenantanswer answer
                JOIN collection_submission submission ON submission.id = answer.submission_id
                WHERE answer.id = NEW.answer_id AND submission.by_id = NEW.by_id
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'nobody looks at their own entry',
                    CONSTRAINT = 'sampled_nobody_looks_at_their_own';
            END IF;
            RETURN NEW;
        """,
    )
