"""What arrives: finds new exports and turns each into tables that are ready for the warehouse."""
