"""七列汇总测试: what this table promises."""
