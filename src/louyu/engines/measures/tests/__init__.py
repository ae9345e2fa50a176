"""度量测试: what this engine promises."""
