"""TikTok's download of a person's data, as JSON or as text."""
