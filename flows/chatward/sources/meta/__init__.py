"""What the downloads of Messenger and Instagram have in common."""
