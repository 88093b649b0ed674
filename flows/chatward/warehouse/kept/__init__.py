"""Files that people keep: registers, consent, requests, read line by line."""
