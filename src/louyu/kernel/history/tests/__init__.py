"""变更历史测试: what this mechanism promises."""
