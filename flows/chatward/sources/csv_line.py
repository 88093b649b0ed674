"""Takes a single row of CSV apart that was cut out before, however long its fields are."""

import csv


def csv_fields(row: str) -> list[str] | None:
    """Return the fields of a row without its last line break, None if they cannot be told apart."""
    # the limit is that of the whole process: what is read must not hang on who was first
    csv.field_size_limit(max(csv.field_size_limit(), len(row)))
    try:
        return next(csv.reader([row]), None)
    except csv.Error:
        return None
