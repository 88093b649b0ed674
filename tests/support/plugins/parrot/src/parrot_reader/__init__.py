"""The parrot app's exports: one JSON file a cage, with everything that was said in it."""
