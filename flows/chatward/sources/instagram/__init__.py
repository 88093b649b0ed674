"""Instagram's downloads."""
