"""排序键: Chinese names sorted by pronunciation; the database has no Chinese collation."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg


def sort_key(text: str) -> str:
    """Pinyin with tone numbers, lower-cased; non-Chinese characters stay as they are."""
    return " ".join(map(_read_aloud, seg(text))).lower()[:400]


@lru_cache(maxsize=50_000)
def _read_aloud(phrase: str) -> str:
    """Names share their words: the same phrase is looked up once."""
    return " ".join(lazy_pinyin(phrase, style=Style.TONE3))
