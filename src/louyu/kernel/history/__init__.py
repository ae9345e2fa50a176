"""变更历史: every change of a tracked row, who made it and why, written by database triggers."""

from louyu.kernel.history.tracking import acting, tracked

__all__ = ["acting", "tracked"]
