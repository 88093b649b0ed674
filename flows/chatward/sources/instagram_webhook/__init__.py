"""Instagram's webhook calls, and its conversations from the Graph API."""
