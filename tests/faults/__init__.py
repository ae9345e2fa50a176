"""故障: what happens to the data when a process is killed."""
