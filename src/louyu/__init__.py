"""楼宇经济信息管理系统: building economy of a district; the bands are named in pyproject.toml."""
