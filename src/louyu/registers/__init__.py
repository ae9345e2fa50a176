"""底册: what exists, whoever asks."""
