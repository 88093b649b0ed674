"""What may stand beside a match: a number inside a word or a longer code is no match."""


def is_glued(neighbour: str) -> bool:
    """Tell whether one character (or none) beside a match makes the match a part of a longer word.

    Scripts that write words without spaces (Chinese, Japanese, Thai …) and those whose particles follow numbers
    directly (Korean) never do; alphabets with spaces (Latin, Greek, Cyrillic, Hebrew) do.
    """
    return neighbour == "_" or (neighbour < "\u0600" and neighbour.isalnum())
