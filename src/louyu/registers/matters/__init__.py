"""事项: one thread for whatever one party asks of another."""
