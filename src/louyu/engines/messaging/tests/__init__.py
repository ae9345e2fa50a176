"""消息测试: against servers on this machine that answer as the references say."""
