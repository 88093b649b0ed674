"""A synthetic company's channels over years, with the truth beside them."""
