"""The encrypted DuckDB files: governance database and monthly shards."""
