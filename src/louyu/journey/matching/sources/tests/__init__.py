"""数据接入的测试: real counterparts on this machine; only the time is told."""
