"""数据维护通报: template A, the month's round: what it counts, says and lists."""
