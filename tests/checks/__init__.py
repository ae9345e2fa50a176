"""检查测试: every check with one world in which it finds something and one in which it does not."""
