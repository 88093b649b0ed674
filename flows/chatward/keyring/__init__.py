"""Keys: made at random, wrapped by a root, destroyed with what they protect."""
