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
            VALUES (NEW.id, OLD.name, CURRENT_DATE);
            RETURN NULL;
        """,
    )
