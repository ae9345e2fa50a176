"""单调: the nearest steadily rising values of a noisy row of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rising(values: Floats, weights: Floats) -> Floats:
    """Pool neighbours that fall until none does (pool adjacent violators)."""
    means: list[float] = []
    sizes: list[float] = []
    spans: list[int] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        means.append(value)
        sizes.append(weight)
        spans.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            size = sizes[-2] + sizes[-1]
            mean = (means[-2] * sizes[-2] + means[-1] * sizes[-1]) / size
            span = spans[-2] + spans[-1]
            del means[-2:], sizes[-2:], spans[-2:]
            means.append(mean)
            sizes.append(size)
            spans.append(span)
    return np.repeat(means, spans)
