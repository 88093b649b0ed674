"""The static report site that auditors read."""
