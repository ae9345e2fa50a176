"""来源规则: kept by the database, however a row was written."""

import pgtrigger


def delivery_keeps_its_record() -> pgtrigger.Trigger:
    """Who gave what for which purpose is never rewritten; a delivery may only be replaced."""
    return pgtrigger.Trigger(
        name="delivery_keeps_its_record",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(
            "kind",
            "period",
            "provider_id",
            "basis",
            "purpose",
            "data_class",
            "application_number",
            "allowed_roles",
            "valid_until",
            "sha256",
            "file_id",
            "replaces_id",
        ),
        func="""
            RAISE check_violation USING
                MESSAGE = 'the record of a delivery is never rewritten; deliver again',
                CONSTRAINT = 'delivery_keeps_its_record';
        """,
    )
