"""披露控制测试: what this engine promises."""
