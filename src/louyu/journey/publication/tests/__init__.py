"""通报测试: what is printed is what was frozen, and what was issued stays."""
