"""Training of the name tagger; ``python -m training.tagger`` does it all."""
