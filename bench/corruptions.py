"""差错: what happens to a company between the register and a street's roster.

Knows nothing of how rows are matched: only what people do when they copy names and codes.
"""

import random
from dataclasses import dataclass, replace

from bench.registry import SYLLABLES, TRADES, Company, address, code, phone

_LEGAL = {
    "有限公司": ("有限责任公司", "股份有限公司", "公司"),
    "有限责任公司": ("有限公司", "公司"),
    "股份有限公司": ("有限公司", "公司"),
}
_WIDE = {ord(plain): ord(plain) + 0xFEE0 for plain in "0123456789()-ABCDEFGHJKLMNPQRTUWXY"}


@dataclass(frozen=True)
class Entry:
    """A row of the roster; empty is not written. `truth`: place in the register, or None."""

    name: str
    uscc: str
    address: str
    phone: str
    truth: int | None


def roster(registered: list[Company], count: int, seed: int) -> list[Entry]:
    """`count` rows; one in ten is in no register: some of them look like one that is."""
    chance = random.Random(seed)
    drawn = chance.sample(range(len(registered)), count)
    rows = []
    for at in drawn:
        company = registered[at]
        if chance.random() < 0.1:
            rows.append(_written(_stranger(company, chance), chance, None))
        else:
            rows.append(_written(company, chance, at))
    return rows


def _stranger(company: Company, chance: random.Random) -> Company:
    """Not registered here, but of the same 字号 in another trade, a branch, or wholly another."""
    kind = chance.random()
    other = replace(company, uscc=code(chance), phone=phone(chance), address=address(chance))
    if kind < 0.4:
        return replace(
            other, trade=chance.choice([each for each in TRADES if each != company.trade])
        )
    if kind < 0.6 and company.form.endswith("公司") and not company.branch:
        return replace(other, branch="第" + chance.choice("三四五六") + "分公司")
    return replace(other, brand="".join(chance.choice(SYLLABLES) for _ in range(3)))


def _written(company: Company, chance: random.Random, truth: int | None) -> Entry:
    return Entry(
        name=_wide(_name(company, chance), chance, 0.06),
        uscc=_wide(_code(company.uscc, chance), chance, 0.02),
        address=_wide(_address(company.address, chance), chance, 0.05),
        phone=_phone(company.phone, chance),
        truth=truth,
    )


def _name(company: Company, chance: random.Random) -> str:
    place, brand, trade, form = company.place, company.brand, company.trade, company.form
    if chance.random() < 0.2:
        place = chance.choice(("", place.replace("市", "").replace("区", ""), place[:2]))
    if chance.random() < 0.08:
        form = chance.choice(_LEGAL.get(form, (form,)))
    if chance.random() < 0.06:
        place, form = "", ""
    if chance.random() < 0.03 and len(brand) > 2:
        brand = brand[:2]
    if chance.random() < 0.02:
        trade = ""
    if chance.random() < 0.03 and place:
        return f"{brand}{trade}（{place[:2]}）{form}{company.branch}"
    text = place + brand + trade + form + company.branch
    return _typo(text, chance) if chance.random() < 0.1 else text


def _typo(text: str, chance: random.Random) -> str:
    """One character wrong, left out, doubled, or two swapped."""
    at = chance.randrange(len(text))
    kind = chance.random()
    if kind < 0.5:
        return text[:at] + chance.choice(SYLLABLES) + text[at + 1 :]
    if kind < 0.75 and len(text) > 4:
        return text[:at] + text[at + 1 :]
    if kind < 0.85:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _code(text: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.35:
        return ""
    if kind < 0.4:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice("0123456789ABCDEF") + text[at + 1 :]
    return text.lower() if kind < 0.43 else text


def _address(text: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return ""
    if kind < 0.25:
        return address(chance)
    if kind < 0.45:
        for area in ("山东省", "烟台市", "芝罘区", "莱山区"):
            text = text.replace(area, "")
    if chance.random() < 0.1:
        text = text.replace("室", chance.choice(("", "号", "房间")))
    if chance.random() < 0.08 and "号" in text:
        text = text[: text.index("号") + 1]
    return _typo(text, chance) if text and chance.random() < 0.05 else text


def _phone(text: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.35:
        return ""
    if kind < 0.5:
        return phone(chance)
    if kind < 0.55:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice("0123456789") + text[at + 1 :]
    return text.replace("-", "") if kind < 0.7 else text


def _wide(text: str, chance: random.Random, share: float) -> str:
    return text.translate(_WIDE) if chance.random() < share else text
