"""Names: of participants, who are known, and of others, who are guessed."""
