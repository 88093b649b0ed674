"""LinkedIn's download of messages, ``messages.csv``."""
