"""Google Chat in a Takeout archive."""
