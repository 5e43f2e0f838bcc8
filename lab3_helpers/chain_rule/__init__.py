"""Exercise 2: sixteen derivatives of a small network, found on paper and checked line by line."""
