"""Training of what chatward ships; no part of the package."""
