"""文件测试: what this mechanism promises."""
