"""How records of exports come in and change: stored once, edited, withdrawn, missed in later exports."""
