"""权限范围测试: what this mechanism promises."""
