"""走一遍: browser walks of real people over the running product, worker included."""
