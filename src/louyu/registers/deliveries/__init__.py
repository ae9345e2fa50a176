"""来源: what arrived: a file from upload over preview and located errors to its receipt."""
