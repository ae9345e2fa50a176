"""文章规则: kept by the database, however a row was written."""

import pgtrigger

WORDS = ("kind", "title", "summary", "body", "origin")


def reviewed_words_stay() -> pgtrigger.Trigger:
    """What was sent for review is what is published: to be changed it becomes a draft again."""
    changed = " OR ".join(f"NEW.{word} IS DISTINCT FROM OLD.{word}" for word in WORDS)
    return pgtrigger.Trigger(
        name="reviewed_article_words_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
        func=f"""
            IF {changed} THEN
                RAISE check_violation USING
                    MESSAGE = 'only a draft takes other words',
                    CONSTRAINT = 'reviewed_article_words_stay';
            END IF;
            RETURN NEW;
        """,
    )


def pictures_of_a_draft() -> pgtrigger.Trigger:
    """They are reviewed with the words, and stay with them."""
    return pgtrigger.Trigger(
        name="article_pictures_of_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("picture", "articles_articlepicture%ROWTYPE")],
        func="""
            IF TG_OP = 'DELETE' THEN picture := OLD; ELSE picture := NEW; END IF;
            IF NOT EXISTS (
                SELECT 1 FROM articles_article WHERE id = picture.article_id AND state = 'draft'
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'only a draft takes other pictures',
                    CONSTRAINT = 'article_pictures_of_a_draft';
            END IF;
            RETURN picture;
        """,
    )
