"""What decides whether a record may be stored, published or taken away: consent and purpose, holds, suppression."""
