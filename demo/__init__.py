"""演示数据: deterministic invented data and the builders tests arrange with; nothing here is real."""
