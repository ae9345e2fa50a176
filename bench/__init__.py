"""测速: each promise of speed as a ratio to a baseline measured in the same run."""
