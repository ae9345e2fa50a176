"""网址表: every address the product answers, read from the URL table itself."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named_addresses() -> dict[str, list[str]]:
    """Name → the names of its parameters; an address without a name is a fault of its own."""
    found: dict[str, list[str]] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        if not pattern.name:
            raise LookupError(f"the address {pattern.pattern} has no name")
        found[pattern.name] = sorted(pattern.pattern.converters)
    return found


def _patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry
