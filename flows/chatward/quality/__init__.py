"""Checks: Great Expectations suites built from the policy, and SQL checks."""
