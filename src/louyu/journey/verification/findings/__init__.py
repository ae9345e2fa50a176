"""数据疑点: what the checks of every app found, until it is mended or answered for."""
