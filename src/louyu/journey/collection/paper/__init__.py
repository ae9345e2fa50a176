"""纸质表: the month of a building on paper, and the number by which it is typed in again."""
