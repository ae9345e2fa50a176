"""统计测试: what figures promise."""
