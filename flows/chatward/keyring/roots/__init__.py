"""Roots: what wraps the keyring's keys, one module each, chosen by the words before the colon of an address."""
