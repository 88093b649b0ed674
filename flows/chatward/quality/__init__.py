"""Checks: Great Expectations suites built from the policy, and SQL checks."""

from chatward.process import allow_pandas

allow_pandas()  # Great Expectations is built on it, and nothing else here is
