"""文件规则: kept by the database, however a row was written."""

import pgtrigger


def is_immutable() -> pgtrigger.Trigger:
    """What rests on a file, such as an issued bulletin, rests on these very bytes."""
    return pgtrigger.Trigger(
        name="stored_file_is_immutable",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            RAISE check_violation USING
                MESSAGE = 'a stored file is never changed; store another one',
                CONSTRAINT = 'stored_file_is_immutable';
        """,
    )
