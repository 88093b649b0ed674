"""Takes people, conversations and messages out of every store, and keeps them out of what arrives."""
