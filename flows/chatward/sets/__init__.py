"""Published Parquet: written beside, sealed, manifested, switched in one step."""
