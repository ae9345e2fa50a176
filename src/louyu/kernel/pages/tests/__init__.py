"""页面: tests."""
