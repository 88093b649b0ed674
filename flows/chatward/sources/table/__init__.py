"""Tables of any origin, CSV, JSON or Parquet: the policy says which column is what."""
