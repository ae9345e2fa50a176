"""权限矩阵: every address × every role × own, sibling, parent and none, over every format."""
