"""Evidence records, appended and never changed."""
