"""列的对应: what the provider's headers mean, remembered for one source as for a person."""

from __future__ import annotations

from louyu.journey.matching.sources.models import FeedSource
from louyu.journey.matching.sources.transports.contract import FeedFailed, pairs_of
from louyu.kernel.intake import importer
from louyu.registers.deliveries.models import ColumnMapping
from louyu.registers.organizations.actors import console


def fields_of(kind: str, lines: str) -> dict[str, str]:
    """The provider's header → field of the kind. Raises FeedFailed."""
    told = pairs_of(lines, "对方表头=模板表头")
    known = {spec.label: spec.field for spec in importer(kind).specs(console("列的对应"))}
    if unknown := [label for label in told.values() if label not in known]:
        raise FeedFailed(f"模板里没有“{'”“'.join(unknown)}”；可用的有 {'、'.join(known)}。")
    return {header: known[label] for header, label in told.items()}


def remember(source: FeedSource) -> None:
    """For nobody in particular: the system reads the files (start_import)."""
    lines = source.settings.get("columns", "")
    name = f"接入{source.pk}" if lines and source.is_of_files else ""
    if name:
        ColumnMapping.objects.unscoped("a source's own mapping").update_or_create(
            kind=source.kind,
            name=name,
            owner_id=None,
            defaults={"columns": fields_of(source.kind, lines)},
        )
    FeedSource.objects.unscoped("just saved").filter(pk=source.pk).update(mapping_name=name)
