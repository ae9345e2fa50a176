"""采集: the month of a building: what is asked, what its liaison answers, by when."""
