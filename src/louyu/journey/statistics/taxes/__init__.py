"""税收指标: month facts of tax, the figures that rest on them, and what of them may be told."""
