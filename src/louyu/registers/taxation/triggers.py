"""涉税规则: kept by the database, however a row was written."""

import pgtrigger


def view_log_is_append_only() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="tax_view_log_is_append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            RAISE check_violation USING
                MESSAGE = 'the log of views is only written to',
                CONSTRAINT = 'tax_view_log_is_append_only';
        """,
    )
