"""演示数据: deterministic invented data and the builders of tests; nothing here is real."""
