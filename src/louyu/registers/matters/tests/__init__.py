"""事项: tests."""
