"""登录方式的测试: against services of our own that speak as the real ones document."""
