"""When a record is due, and what is to be done then."""
