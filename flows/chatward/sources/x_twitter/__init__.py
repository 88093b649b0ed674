"""Direct messages in an archive of X, formerly Twitter."""
