"""What stored texts show: kinds of data held, samples that people judge, how well detection did."""
