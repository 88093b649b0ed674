"""Sums of digits that check digits are made of."""

LETTERS_FROM_TEN = {letter: number for number, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""Digits as they are, A as 10 to Z as 35."""


def digits_of(text: str) -> list[int]:
    """Return the values of a text of digits."""
    return [ord(character) - 48 for character in text]


def weighed(text: str, weights: tuple[int, ...]) -> int:
    """Return the sum of digits times weights; what has no counterpart is left out."""
    return sum(digit * weight for digit, weight in zip(digits_of(text), weights, strict=False))
