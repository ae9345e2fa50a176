"""Tests of 涉税数据."""
