"""接入方式: how a file comes here; a transport knows nothing of what is in the file."""
