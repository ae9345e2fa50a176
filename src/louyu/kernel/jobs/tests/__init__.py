"""作业测试: what this mechanism promises."""
