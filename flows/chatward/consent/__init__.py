"""Consent events and the state they add up to."""
