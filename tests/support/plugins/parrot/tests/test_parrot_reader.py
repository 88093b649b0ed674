import json

from chatward.sources.testing import check_reader

SQUAWKS = [
    {"id": 1, "bird": "Polly", "at": 1_709_647_200, "words": "Guten Morgen, wer möchte einen Keks?"},
    {"id": 2, "bird": "Łoro", "at": 1_709_647_201, "words": "こんにちは"},
    {"id": 3, "bird": "Polly", "at": 1_709_647_290, "words": None},
]


def example() -> dict[str, bytes]:
    return {"cage-7.json": json.dumps({"cage": "Vogelhaus", "squawks": SQUAWKS}, ensure_ascii=False).encode()}


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("parrot", example())
