"""表头: finding the header rows of a sheet and which header means which field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEARCHED_ROWS = 15
ERROR_HEADER = "错误原因"
_UNIT = re.compile(r"[(（\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s*＊:：_\-/、]+")


def plain(text: str) -> str:
    """A header without its unit, required mark, blanks and width variants, for comparing."""
    normal = unicodedata.normalize("NFKC", text or "").strip().lower()
    return _NOISE.sub("", _UNIT.sub("", normal)) or _NOISE.sub("", normal)


@dataclass(frozen=True)
class Match:
    """`columns`: field → column name; `unmatched` headers mean nothing we know."""

    columns: dict[str, str]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


def _known(known_labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {plain(label): field for field, labels in known_labels.items() for label in labels}


def match_columns(
    headers: Mapping[str, str],
    known_labels: Mapping[str, Sequence[str]],
    remembered: Mapping[str, str] | None = None,
) -> Match:
    """`headers`: column name → header text; `remembered`: header text → field, tried first."""
    known = _known(known_labels)
    by_memory = {plain(header): field for header, field in (remembered or {}).items()}
    columns: dict[str, str] = {}
    unmatched: list[str] = []
    ambiguous: list[str] = []
    for column, header in headers.items():
        field = _field_of(header, by_memory, known)
        if not field:
            unmatched.append(header)
        elif field in columns:
            ambiguous.append(header)
        else:
            columns[field] = column
    return Match(columns, tuple(unmatched), tuple(ambiguous))


def _field_of(header: str, *tables: Mapping[str, str]) -> str | None:
    """The whole header first (租赁/面积), then its last part (面积)."""
    if plain(header) == plain(ERROR_HEADER):
        return None
    for text in (header, header.rsplit("/", 1)[-1]):
        for table in tables:
            if plain(text) in table:
                return table[plain(text)] or None
    return None


@dataclass(frozen=True)
class HeaderRows:
    """`first` to `last` are 0-based row indexes, both included."""

    first: int
    last: int
    texts: tuple[str, ...]


def find_header(
    rows: Sequence[Sequence[str | None]],
    known_labels: Mapping[str, Sequence[str]],
    spans: Mapping[tuple[int, int], str],
) -> HeaderRows | None:
    """The one to three rows that name most known fields.

    `spans` gives the text of every cell inside a merged range, so that a group title
    over several columns stands above each of them.
    """
    known = _known(known_labels)
    best: tuple[int, HeaderRows] | None = None
    for first in range(min(SEARCHED_ROWS, len(rows))):
        for depth in (1, 2, 3):
            last = first + depth - 1
            if last >= len(rows):
                break
            texts = tuple(_joined(rows, first, last, column, spans) for column in range(len(rows[0])))
            score = len({_field_of(text, known) for text in texts if text} - {None})
            if depth > 1 and not _spans_rows(spans, first, last):
                continue
            if score and (best is None or score > best[0]):
                best = (score, HeaderRows(first, last, texts))
    return best[1] if best else None


def _spans_rows(spans: Mapping[tuple[int, int], str], first: int, last: int) -> bool:
    """More than one header row is believed only where cells are merged."""
    return any(first <= row <= last for row, _ in spans)


def _joined(
    rows: Sequence[Sequence[str | None]],
    first: int,
    last: int,
    column: int,
    spans: Mapping[tuple[int, int], str],
) -> str:
    parts: list[str] = []
    for index in range(first, last + 1):
        text = (rows[index][column] or spans.get((index, column)) or "").strip()
        text = re.sub(r"\s*\n\s*", "", text)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return "/".join(parts)
