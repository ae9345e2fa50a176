"""状态测试: what this mechanism promises."""
