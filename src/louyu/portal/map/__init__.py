"""楼宇地图: buildings at their places, coloured by one layer, beside the same rows as a table."""
