"""待办: tests."""
