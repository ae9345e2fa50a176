"""经营主体规则: kept by the database, however a row was written."""

import pgtrigger

# GB 32100-2015: 17 characters weighted by 3^i mod 31, the 18th makes the sum divisible.
USCC_FUNCTION = """
CREATE OR REPLACE FUNCTION louyu_uscc_is_valid(code text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT code ~ '^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$' AND (
        SELECT sum(
            (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
            * (ARRAY[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1])[i]
        ) % 31 = 0
        FROM generate_series(1, 18) AS i
    )
$$
"""


def keep_former_names() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="enterprise_keep_former_names",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("name"),
        condition=pgtrigger.Condition("OLD.name IS DISTINCT FROM NEW.name"),
        func="""
            INSERT INTO enterprises_enterprisename (enterprise_id, name, until)
            VALUES (NEW.id, OLD.name, (now() AT TIME ZONE 'Asia/Shanghai')::date);
            RETURN NULL;
        """,
    )


def industry_follows_its_code() -> pgtrigger.Trigger:
    """I6510, and 6510 as many registers write it, are the same industry."""
    return pgtrigger.Trigger(
        name="enterprise_industry_follows_code",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("industry_code"),
        func="""
            NEW.industry_id := (
                SELECT id FROM enterprises_industry
                WHERE NEW.industry_code ~ '^[A-T]' AND code = NEW.industry_code
                OR NEW.industry_code ~ '^[0-9]{2,4}$' AND code = ANY (
                    ARRAY(SELECT chr(letter) || NEW.industry_code
                          FROM generate_series(ascii('A'), ascii('T')) AS letter)
                )
            );
            RETURN NEW;
        """,
    )


def enterprises_learn_their_industry() -> pgtrigger.Trigger:
    """Who was registered before the standard was loaded is not left without an industry."""
    return pgtrigger.Trigger(
        name="industry_reaches_enterprises",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        func="""
            UPDATE enterprises_enterprise SET industry_code = industry_code
            WHERE industry_id IS NULL AND industry_code <> '';
            RETURN NULL;
        """,
    )
