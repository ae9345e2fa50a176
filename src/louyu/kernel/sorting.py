"""排序键: Chinese names sorted by pronunciation; the database has no Chinese collation."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=200_000)
def sort_key(text: str) -> str:
    """Pinyin with tone numbers, lower-cased; non-Chinese characters stay as they are."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3)).lower()[:400]
