"""真实数据测试: they run where the project's real data lie beside the checkout."""
