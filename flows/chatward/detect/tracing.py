"""Why a span was found: rule, form, words around, check digits, list and score, told again after the search.

Nothing of this is kept while columns are searched. A trace holds words of the rules' own lexicons and their places, and
nothing else of the text.
"""

from typing import Any, NamedTuple

from chatward.detect import disguise, tagger
from chatward.detect.detector import Detector
from chatward.detect.formed.cards import is_card
from chatward.detect.formed.numbers import CONTEXT
from chatward.detect.formed.phones import PhoneJudge
from chatward.detect.formed.topics import nearest_topic
from chatward.detect.identifiers import IDENTIFIERS
from chatward.detect.identifiers.finder import WORDS_AFTER, WORDS_BEFORE
from chatward.detect.identifiers.table import Identifier
from chatward.detect.kinds import Kind

_TAGS = {
    Kind.ADDRESS: "street", Kind.DATE_OF_BIRTH: "birth", Kind.HANDLE: "account", Kind.EMAIL: "dot",
}  # fmt: skip
_CREDENTIALS = frozenset(("secret", "code", "own_code"))


class Traced(NamedTuple):
    """A span in characters of its text, as ``Spans`` has it."""

    kind: Kind
    start: int
    end: int
    detail: int


class Tracer:
    """Tells why ``detector`` found what it found."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._phones = PhoneJudge(detector.regions)

    def explain(self, text: str, span: Traced) -> dict[str, Any]:
        """Return the trace of one span.

        Keys: ``rule`` always; where they apply ``words`` (``[start, end, tag]`` each, in characters), ``check``,
        ``is_right``, ``form``, ``plan``, ``topic``, ``score``, ``threshold`` and ``is_disguised``.
        """
        written = text[span.start : span.end]
        plain = disguise.undo(written).text
        trace = self._rule(text, span, plain)
        if plain != written:
            trace["is_disguised"] = True
        return trace

    def _rule(self, text: str, span: Traced, plain: str) -> dict[str, Any]:
        if span.detail >= 0:
            return self._identifier(text, span, plain, IDENTIFIERS[span.detail])
        if span.kind is Kind.PHONE:
            return self._phone(text, span, plain)
        if span.kind is Kind.PERSON:
            return self._person(text, span)
        return _of_form(span.kind, plain) or self._words(text, span)

    def _identifier(self, text: str, span: Traced, plain: str, one: Identifier) -> dict[str, Any]:
        is_told = one.telling is not None and one.telling.fullmatch(plain) is not None
        trace: dict[str, Any] = {"rule": "identifier", "type": one.name, "form": "telling" if is_told else "plain"}
        if one.check:
            trace |= {"check": one.check, "is_right": True}
        return trace | self._near(text, span, one.tags)

    def _phone(self, text: str, span: Traced, plain: str) -> dict[str, Any]:
        grade = self._phones.grade(plain)
        before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        topic = nearest_topic(before, after)
        trace: dict[str, Any] = {"rule": "phone", "form": grade.name.lower(), "topic": topic.value if topic else None}
        return trace | ({"plan": list(self._detector.regions)} if self._detector.regions else {})

    def _person(self, text: str, span: Traced) -> dict[str, Any]:
        if not self._detector.tags_names:
            return {"rule": "participant"}
        start, end = len(text[: span.start].encode()), len(text[: span.end].encode())
        score = tagger.score(text, start, end)
        return {"rule": "tagger", "score": round(score, 4), "threshold": tagger.THRESHOLD}

    def _words(self, text: str, span: Traced) -> dict[str, Any]:
        if span.kind.is_hint:
            return {"rule": "lexicon", "list": span.kind.identifier_type}
        tags = _CREDENTIALS if span.kind is Kind.CREDENTIAL else frozenset((_TAGS.get(span.kind, ""),))
        words = self._near(text, span, tags)
        return {"rule": "words" if words else "pattern"} | words

    def _near(self, text: str, span: Traced, tags: frozenset[str]) -> dict[str, Any]:
        words = [
            [word.start, word.end, word.tag]
            for word in self._detector.mentions(text)
            if word.tag in tags and span.start - WORDS_BEFORE <= word.end and word.start <= span.end + WORDS_AFTER
        ]
        return {"words": words} if words else {}


def _of_form(kind: Kind, plain: str) -> dict[str, Any] | None:
    """Return the trace of what its own characters tell, or the user's list."""
    if kind is Kind.CREDIT_CARD:
        return {"rule": "card", "check": "luhn", "is_right": True, "form": "network" if _in_range(plain) else "words"}
    if kind is Kind.IBAN:
        return {"rule": "iban", "check": "iso7064_mod97_10", "is_right": True, "country": plain[:2].upper()}
    return {"rule": "list", "list": "references"} if kind is Kind.REFERENCE else None


def _in_range(plain: str) -> bool:
    return is_card("".join(filter(str.isdigit, plain)), "")
