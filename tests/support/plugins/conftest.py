"""The worked examples have tests of their own, which run where they are installed; see ``tests/product``."""

collect_ignore_glob = ["*/tests/*"]
