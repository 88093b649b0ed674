"""What people ask for, and what is done about it."""
