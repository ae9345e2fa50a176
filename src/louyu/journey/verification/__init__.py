"""核验: the street looks at what was handed in; findings, visits and samples follow."""
