"""表头: finding the header rows of a sheet and which header means which field."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

SEARCHED_ROWS = 15
MOST_HEADER_ROWS = 3
_FEWEST_WORDS = 2
ERROR_HEADER = "错误原因"
_UNIT = re.compile(r"[(（\[【].*?[)）\]】]")
_NO_WORD = re.compile(r"[\d\s.,:/%+-]+$")
_NOISE = re.compile(r"[\s*＊:：_\-、]+")

Grid = Sequence[Sequence[str | None]]
Spans = Mapping[tuple[int, int], str]


def plain(text: str) -> str:
    """A header without its unit, required mark, blanks and width variants, for comparing."""
    normal = unicodedata.normalize("NFKC", text).strip().lower()
    return _NOISE.sub("", _UNIT.sub("", normal)) or _NOISE.sub("", normal)


@dataclass(frozen=True)
class Match:
    """`fields`: header text → field; `unmatched` headers mean nothing we know, `ambiguous`
    ones mean a field that another column of the same sheet already holds."""

    fields: dict[str, str]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


def match_headers(
    sheets: Sequence[Sequence[str]],
    known_labels: Mapping[str, Sequence[str]],
    remembered: Mapping[str, str] | None = None,
) -> Match:
    """`sheets`: the header texts of each; `remembered`: header text → field or "" to leave
    the column out, tried first."""
    known = _known(known_labels)
    first = {plain(labels[0]) for labels in known_labels.values() if labels}
    chosen = remembered or {}
    fields: dict[str, str] = {}
    unmatched: dict[str, None] = {}
    ambiguous: dict[str, None] = {}
    for headers in sheets:
        taken: set[str] = set()
        for header in sorted(headers, key=lambda text: _strength(text, chosen, known, first)):
            field = chosen[header] if header in chosen else _field_of(header, known)
            if not field:
                unmatched[header] = None
            elif field in taken:
                ambiguous[header] = None
            else:
                taken.add(field)
                fields[header] = field
    for header in ambiguous:
        fields.pop(header, None)
    return Match(fields, tuple(unmatched), tuple(ambiguous))


def _known(known_labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {plain(label): field for field, labels in known_labels.items() for label in labels}


def _strength(
    header: str, chosen: Mapping[str, str], known: Mapping[str, str], first: Collection[str]
) -> int:
    """Of two headers for one field the better one holds it: said by a person, our own label,
    another name for it, a part of the header."""
    text = plain(header)
    return [header in chosen, text in first, text in known, True].index(True)


def _field_of(header: str, known: Mapping[str, str]) -> str | None:
    """The whole header first (租赁/面积), then without the bar (租赁面积), then its last part."""
    bare = _UNIT.sub("", header)  # the bar of 元/㎡ parts nothing
    for text in (header, bare.replace("/", ""), bare.rsplit("/", 1)[-1]):
        if plain(text) in known:
            return known[plain(text)]
    return None


@dataclass(frozen=True)
class HeaderRows:
    """`first` to `last` are 0-based row indexes, both included; one text per column."""

    first: int
    last: int
    texts: tuple[str, ...]


def guess_header(rows: Grid, spans: Spans) -> HeaderRows | None:
    """Where no header is known: the fullest of the first rows that hold words only."""
    best: HeaderRows | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        texts = tuple(_joined(rows, index, index, c, spans) for c in range(len(row)))
        words = [text for text in texts if text and not _NO_WORD.match(text)]
        distinct = len(set(words))
        if distinct < _FEWEST_WORDS or distinct < len([text for text in texts if text]):
            continue
        if best is None or distinct > len({text for text in best.texts if text}):
            best = HeaderRows(index, index, texts)
    return best


def find_header(
    rows: Grid, spans: Spans, known_labels: Mapping[str, Sequence[str]]
) -> HeaderRows | None:
    """The one to three rows that name most known fields; then those that tell columns apart
    best; then the fewest, so that a sheet's title stays out of it.

    `spans` gives the text of every cell inside a merged range, so that a group title
    over several columns stands above each of them.
    """
    known = _known(known_labels)
    best: tuple[tuple[int, int, int], HeaderRows] | None = None
    for first in range(min(SEARCHED_ROWS, len(rows))):
        for last in range(first, min(first + MOST_HEADER_ROWS, len(rows))):
            if last > first and not _is_merged(spans, first, last):
                continue
            texts = tuple(_joined(rows, first, last, c, spans) for c in range(len(rows[0])))
            fields = {_field_of(text, known) for text in texts if text} - {None}
            score = len(fields), len(set(texts)), first - last
            if fields and (best is None or score > best[0]):
                best = score, HeaderRows(first, last, texts)
    return best[1] if best else None


def _is_merged(spans: Spans, first: int, last: int) -> bool:
    """More than one header row is believed only where cells above the last one are merged."""
    return all(any(row == line for row, _ in spans) for line in range(first, last))


def _joined(rows: Grid, first: int, last: int, column: int, spans: Spans) -> str:
    parts: list[str] = []
    for index in range(first, last + 1):
        text = re.sub(r"\s*\n\s*", "", rows[index][column] or spans.get((index, column)) or "")
        text = text.strip()
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return "/".join(parts)
