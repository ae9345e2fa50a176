"""企业名称: a Chinese company name in its parts: place, 字号, trade, legal form, branch.

烟台市芝罘区虚构商贸有限公司第一分公司 → 烟台芝罘 | 虚构 | 商贸 | 有限公司 | 第一分公司
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from louyu.engines.linkage.columns import NOTHING, plain
from louyu.engines.linkage.words import CITIES, FORMS, PROVINCES, SAME_FORMS, TRADES


@dataclass(frozen=True)
class NameParts:
    """What is not there is empty. `core`: 字号 and trade, what is left without place and form."""

    place: str
    brand: str
    trade: str
    form: str
    branch: str

    @property
    def core(self) -> str:
        return self.brand + self.trade


PARTS = ("place", "brand", "trade", "form", "branch")
_OFFICIAL = r"(?:省|市|(?:[\p{Han}]{1,3}族)?自治[区州县]|特别行政区|地区|州|盟)?"
_AREAS = r"(?:(?:经济技术|高新技术产业|高新|保税|综合保税|经济|工业)?(?:开发区|高新区|园区)|新区)"
# 超市, 门市, 社区 and the like end in 市 and 区 and are no places.
_CITY = r"[\p{Han}]{1,2}?[\p{Han}--[超夜门城上都集股菜花]]市"
_COUNTY = (
    rf"(?:{_CITY}|[\p{{Han}}]{{1,3}}?[县旗]|[\p{{Han}}]{{1,2}}?[\p{{Han}}--[社小厂园]]区|{_AREAS})"
)
_PLACE = (
    rf"^((?:中国)?(?:(?:{'|'.join(PROVINCES)}){_OFFICIAL})?(?:(?:{'|'.join(CITIES)}){_OFFICIAL})?)"
)
_FORM = rf"({'|'.join(FORMS)})$"
_TRADE = rf"^(.{{2,}}?)((?:{'|'.join(TRADES)})+)$"
_BRANCHES = (
    r"^(.+?公司|.+?\((?:有限|普通)合伙\))([^()].*)$",
    r"^(.+?(?:合作社|联合社|事务所|银行))([^()].*)$",
    r"^(.{3,}?)((?:第?[一二三四五六七八九十\d]+|开发区|高新区|[\p{Han}]{2})?"
    r"(?:分公司|支公司|分店|分部|分行|支行|办事处))$",
)


def split(name: str, *, places: tuple[str, ...] = ()) -> NameParts:
    """One name. `places`: short names of counties and towns that stand bare in names here."""
    row = parts(pl.Series([name]), places=places).row(0, named=True)
    return NameParts(**{part: row[part] or "" for part in PARTS})


def parts(names: pl.Series, *, places: tuple[str, ...] = ()) -> pl.DataFrame:
    """Columns `name` (written alike), `place`, `brand`, `trade`, `form`, `branch`, by row."""
    name = written(names).alias("name")
    frame = pl.DataFrame({"name": name}).with_columns(
        head=pl.coalesce(*(pl.col("name").str.extract(form, 1) for form in _BRANCHES), "name"),
        branch=pl.coalesce(
            *(pl.col("name").str.extract(form, 2) for form in _BRANCHES), pl.lit("")
        ),
    )
    frame = _without_place(frame, places)
    frame = _without_form(frame)
    pair = pl.col("core").str.extract_groups(_TRADE)
    frame = frame.with_columns(
        brand=pair.struct.field("1").fill_null(pl.col("core")),
        trade=pair.struct.field("2").fill_null(""),
    )
    known = pl.col("name").is_not_null()
    return frame.select("name", *(pl.when(known).then(part).alias(part) for part in PARTS))


def written(names: pl.Series) -> pl.Series:
    """Full-width made half-width, spaces and marks dropped, brackets kept."""
    folded = plain(names).str.replace_all(r"[\[【〔<《]", "(").str.replace_all(r"[\]】〕>》]", ")")
    kept = folded.str.replace_all(r"[^\p{L}\p{N}()]", "")
    return kept.set(kept.is_in(NOTHING), None)


def bare_places(texts: pl.Series) -> tuple[str, ...]:
    """Counties and towns that these names and addresses speak of, without 市, 区 or 县."""
    sample = texts.drop_nulls().unique(maintain_order=True).head(50_000)
    found = sample.str.extract(
        r"^(?:[\p{Han}]{2,3}省)?(?:[\p{Han}]{2,3}市)?([\p{Han}]{2})[市县区]", 1
    )
    counts = found.drop_nulls().value_counts(name="n")
    often = counts.filter(pl.col("n") >= max(3, len(sample) // 1000))
    kept = set(often[found.name].to_list()) - {"开发", "高新", "新技", "工业", "社区", "小区"}
    return tuple(sorted(kept))


def _without_place(frame: pl.DataFrame, places: tuple[str, ...]) -> pl.DataFrame:
    """Province, city and county at the head, or a place in brackets."""
    large = pl.col("head").str.extract(_PLACE, 1).fill_null("")
    frame = frame.with_columns(large=large)
    rest = pl.col("head").str.slice(pl.col("large").str.len_chars())
    # Without a province or city before it, only 市 and 县 are trusted: 社区 is no county.
    county = (
        pl.when(pl.col("large") != "")
        .then(rest.str.extract(rf"^({_COUNTY}).", 1))
        .otherwise(rest.str.extract(rf"^({_CITY}|[\p{{Han}}]{{2,3}}?县)[^政场有][\p{{Han}}]", 1))
    )
    if places:
        county = pl.coalesce(county, rest.str.extract(rf"^((?:{'|'.join(places)})[市县区]?).", 1))
    frame = frame.with_columns(county=county.fill_null(""))
    bracketed = rf"\(((?:{'|'.join([*PROVINCES, *CITIES, *places, '中国'])})[省市区县]?)\)"
    inner = pl.col("head").str.extract(bracketed, 1).fill_null("")
    place = pl.col("large") + pl.col("county") + inner
    size = pl.col("large").str.len_chars() + pl.col("county").str.len_chars()
    return frame.with_columns(
        place=place.str.replace_all(r"[省市区县]|自治[区州县]|(?:壮|回|维吾尔|土家|苗)族", ""),
        core=pl.col("head").str.slice(size).str.replace_all(bracketed, ""),
    )


def _without_form(frame: pl.DataFrame) -> pl.DataFrame:
    bare = pl.col("core").str.replace(r"(?:合伙企业|企业|中心)?\((有限|普通)合伙\)$", "${1}合伙")
    bare = bare.str.replace_all(r"\(?集团\)?", "集团").str.replace_all(r"[()]", "")
    frame = frame.with_columns(core=bare)
    form = pl.col("core").str.extract(_FORM, 1).fill_null("")
    frame = frame.with_columns(form=form)
    left = pl.col("core").str.len_chars() - pl.col("form").str.len_chars()
    # A name that is nothing but its form keeps it as its 字号.
    frame = frame.with_columns(form=pl.when(left >= 1).then("form").otherwise(pl.lit("")))
    left = pl.col("core").str.len_chars() - pl.col("form").str.len_chars()
    frame = frame.with_columns(core=pl.col("core").str.slice(0, left))
    grouped = pl.col("core").str.ends_with("集团")
    return frame.with_columns(
        form=pl.col("form").replace(SAME_FORMS),
        core=pl.when(grouped & (pl.col("core").str.len_chars() > 3))
        .then(pl.col("core").str.head(-2))
        .otherwise("core"),
    )
