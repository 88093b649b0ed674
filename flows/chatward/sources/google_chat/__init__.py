"""Google Chat in Google's Takeout."""
