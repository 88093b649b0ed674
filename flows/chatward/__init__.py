"""chatward: the whole life of a company's chat data under one policy file."""

__version__ = "0.1.0"
