"""公文测试: the file is opened again as other programs open it."""
