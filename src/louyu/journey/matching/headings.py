"""列名: which columns of two files mean the same, by their headings and what stands below."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from louyu.engines.linkage import Kind

_HEADINGS = {
    "编号": ("id", "编号", "序号", "记录号", "rec_id", "record_id", "unique_id", "uid"),
    "名称": (
        *("name", "名称", "企业名称", "单位名称", "公司名称", "企业全称", "机构名称"),
        *("经营主体名称", "市场主体名称", "纳税人名称", "company", "company_name"),
    ),
    "信用代码": (
        *("uscc", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "credit_code"),
        *("纳税人识别号", "统一社会信用代码/注册号"),
    ),
    "地址": (
        *("address", "地址", "注册地址", "经营地址", "住所", "经营场所", "通讯地址", "登记地址"),
        *("企业地址", "办公地址", "addr"),
    ),
    "电话": (
        *("phone", "电话", "联系电话", "手机", "手机号", "联系方式", "电话号码", "phone_number"),
        *("tel", "telephone", "mobile"),
    ),
}
_MEANT = {heading: meant for meant, known in _HEADINGS.items() for heading in known}
# Words that end the name of a firm, a shop or an office, not that of a person or a street.
_FIRM = r"公司|合伙|厂|店|部|社|行|所|中心|院|馆|集团|企业"


@dataclass(frozen=True)
class Alike:
    """Two tables with the same headings; `ids`: what each row is called in its file."""

    left: pl.DataFrame
    right: pl.DataFrame
    left_ids: pl.Series
    right_ids: pl.Series
    kinds: dict[str, Kind]


def alike(left: pl.DataFrame, right: pl.DataFrame) -> Alike:
    """Columns that both have, under one heading; without a column of ids, the row's number."""
    one, two = _named(left), _named(right)
    ids = [_ids(table) for table in (one, two)]
    shared = [name for name in one.columns if name in two.columns and name != "编号"]
    one, two = one.select(shared), two.select(shared)
    kinds = {}
    for name in shared:
        both = pl.concat([one[name].head(20_000), two[name].head(20_000)]).drop_nulls()
        if (kind := _kind(name, both)) is not None:
            kinds[name] = kind
    return Alike(one, two, ids[0], ids[1], kinds)


def _named(table: pl.DataFrame) -> pl.DataFrame:
    """Usual headings by one name, each once, in the order of the file; others in lower case."""
    names: dict[str, str] = {}
    for heading in table.columns:
        # A heading may be an address of linked data: its last part is the name.
        plain = re.split(r"[#/]", heading.strip().lower())[-1].strip() or heading
        plain = plain if heading.strip().lower() not in _MEANT else heading.strip().lower()
        meant = _MEANT.get(plain, plain)
        name = meant if meant not in names.values() else plain
        if name not in names.values():
            names[heading] = name
    return table.select(list(names)).rename(names)


def _ids(table: pl.DataFrame) -> pl.Series:
    if "编号" in table.columns:
        return table["编号"].fill_null("")
    return pl.int_range(1, table.height + 1, eager=True).cast(pl.String)


def _kind(name: str, values: pl.Series) -> Kind | None:
    """Chinese names and addresses, and codes; whatever else is read from its values."""
    if name == "名称" and _share(values, _FIRM) >= 0.3:
        return Kind.COMPANY
    if name == "地址" and _share(values, r"\p{Han}") >= 0.5:
        return Kind.ADDRESS
    if name == "信用代码" and _share(values, r"^\s*[0-9A-Za-z]{15,20}\s*$") >= 0.3:
        return Kind.CREDIT_CODE
    return None


def _share(values: pl.Series, pattern: str) -> float:
    return float(values.str.contains(pattern).sum()) / max(len(values), 1)
