"""理由: why two rows were paired, in plain Chinese, heaviest first, with weights."""

from __future__ import annotations

from louyu.engines.linkage.comparing import MISSING, Rows
from louyu.engines.linkage.model import Floats, Model, Pairs

_LIGHT = 0.05


def explained(model: Model, pairs: Pairs, chosen: Rows) -> list[str]:
    """One sentence per chosen pair; weights are natural logarithms of odds: +2.3 is ten times."""
    told = Pairs(
        pairs.left[chosen],
        pairs.right[chosen],
        [levels[chosen] for levels in pairs.levels],
        [each[chosen] for each in pairs.held],
    )
    parts = [model.part(told, at) for at in range(len(model.comparisons))]
    return [_sentence(model, told, parts, row) for row in range(len(told.left))]


def _sentence(model: Model, pairs: Pairs, parts: list[Floats], row: int) -> str:
    said = []
    for at, compared in enumerate(model.comparisons):
        level = int(pairs.levels[at][row])
        if level != MISSING:
            said.append((float(parts[at][row]), f"{compared.name}{compared.steps[level]}"))
    speaking = sorted(said, key=lambda each: -abs(each[0]))
    up = [f"{text}（{worth:+.1f}）" for worth, text in speaking if worth >= _LIGHT]
    down = [f"{text}（{worth:+.1f}）" for worth, text in speaking if worth <= -_LIGHT]
    sentence = "支持：" + "、".join(up) if up else "没有支持的证据"
    return sentence + ("；反对：" + "、".join(down) if down else "")
