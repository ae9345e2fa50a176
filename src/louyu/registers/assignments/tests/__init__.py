"""分工: tests."""
