"""How well spans were found: precision, recall, F1 and F2 per kind against labelled spans."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from chatward.detect.identifiers import IDENTIFIERS
from chatward.detect.kinds import Kind

LEAST_OVERLAP = 0.5
"""Intersection over union from which two spans of the same kind are one."""

_NAMES = {
    "EMAIL": "EMAIL_ADDRESS E_MAIL MAIL",
    "PHONE": "PHONE_NUMBER TELEPHONE TELEPHONENUM PHONENUMBER MOBILE PH_MOBILE_NUMBER TR_PHONE_NUMBER TEL",
    "CREDIT_CARD": "CREDITCARD CARD CREDITCARDNUMBER CREDIT_CARD_NUMBER PAN",
    "IBAN": "IBAN_CODE",
    "IP": "IP_ADDRESS IPADDRESS IPV4 IPV6",
    "MAC": "MAC_ADDRESS",
    "URL": "LINK WEBSITE",
    "HANDLE": "USERNAME USER_NAME MENTION",
    "PERSON": "NAME PER PERSON_NAME GIVENNAME SURNAME FIRSTNAME LASTNAME",
    "ADDRESS": "STREET_ADDRESS STREET POSTAL_ADDRESS LOCATION_ADDRESS",
    "POSTCODE": "ZIP ZIPCODE ZIP_CODE POSTAL_CODE DE_PLZ UK_POSTCODE",
    "DATE_OF_BIRTH": "DOB DATEOFBIRTH BIRTHDATE BIRTHDAY",
    "NATIONAL_ID": "SSN SOCIALNUM SOCIAL_SECURITY_NUMBER IDCARD IDCARDNUM TAXNUM PASSPORT PASSPORT_NUMBER "
    "DRIVER_LICENSE DRIVERLICENSENUM MEDICAL_LICENSE NRP_ID NATIONALID VAT",
    "BANK_ACCOUNT": "ACCOUNTNUM ACCOUNT_NUMBER US_BANK_NUMBER ABA_ROUTING_NUMBER BIC SWIFT",
    "LICENCE_PLATE": "LICENSE_PLATE VEHICLE_REGISTRATION DE_KFZ TR_LICENSE_PLATE UK_VEHICLE_REGISTRATION "
    "IN_VEHICLE_REGISTRATION NG_VEHICLE_REGISTRATION",
    "CRYPTO_WALLET": "CRYPTO BITCOIN_ADDRESS CRYPTO_ADDRESS",
    "GEO": "COORDINATE COORDINATES GEOCOORD",
    "CREDENTIAL": "PASSWORD SECRET API_KEY TOKEN PIN OTP",
    "DATE": "DATE_TIME",
    "REFERENCE": "ORDER_NUMBER CUSTOMER_NUMBER",
}
_KIND_OF = {label: Kind[kind] for kind, labels in _NAMES.items() for label in (kind, *labels.split())}
_KIND_OF |= {kind.name: kind for kind in Kind} | {one.name: one.kind for one in IDENTIFIERS}


def kind_of_label(label: str) -> Kind | None:
    """Return which kind a label means, by its name or a common other one; None for what is not looked for.

    Labels with a country before, like ``US_SSN`` or ``DE_TAX_ID``, are national ids unless named otherwise.
    """
    name = label.strip().upper().replace("-", "_").replace(" ", "_")
    if name in _KIND_OF:
        return _KIND_OF[name]
    country, underscore, rest = name.partition("_")
    is_national = bool(underscore and rest) and len(country) == 2 and country.isalpha()
    return Kind.NATIONAL_ID if is_national else None


Span = tuple[int, int, Kind]


@dataclass(slots=True)
class Score:
    """Counts of one kind: found and labelled, found only, labelled only."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is labelled; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found; 1 where nothing is labelled."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def f(self, beta: float) -> float:
        """Return the weighted harmonic mean in which recall counts ``beta`` times as much as precision."""
        weighed = (1 + beta**2) * self.right
        total = weighed + beta**2 * self.missed + self.wrong
        return weighed / total if total else 1.0

    def as_dict(self) -> dict[str, float]:
        """Return counts and figures, the latter to four decimals."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f(1), "f2": self.f(2)}
        counts = {"right": self.right, "wrong": self.wrong, "missed": self.missed}
        return counts | {name: round(figure, 4) for name, figure in figures.items()}


@dataclass(slots=True)
class Scores:
    """Scores by kind, of as many texts as were added; ``asked_for`` as the detector's ``also``."""

    asked_for: frozenset[Kind] = frozenset()
    texts: int = 0
    by_language: dict[str, "Scores"] = field(default_factory=dict)
    by_kind: dict[Kind, Score] = field(default_factory=dict)
    not_looked_for: Counter[str] = field(default_factory=Counter)

    def add(
        self, found: Sequence[Span], labels: Sequence[tuple[int, int, str]], *, language: str | None = None
    ) -> None:
        """Count one text in, among those of its language too; labels that mean no kind are counted apart."""
        if language is not None:
            self.by_language.setdefault(language, Scores(self.asked_for)).add(found, labels)
        self.texts += 1
        wanted: list[Span] = []
        for start, end, label in labels:
            kind = kind_of_label(label)
            if kind is None:
                self.not_looked_for[label] += 1
            else:
                wanted.append((start, end, kind))
        wanted = [span for span in wanted if not span[2].is_asked_for or span[2] in self.asked_for]
        for kind in {kind for *_, kind in (*found, *wanted)}:
            of_kind = [[span for span in spans if span[2] is kind] for spans in (found, wanted)]
            right = _matches(*of_kind)
            score = self.by_kind.setdefault(kind, Score())
            score.right += right
            score.wrong += len(of_kind[0]) - right
            score.missed += len(of_kind[1]) - right

    def total(self) -> Score:
        """Return the sum over the kinds that are labelled anywhere: nobody labelled the others."""
        return self._sum(self.labelled)

    def totals_by_language(self) -> dict[str, Score]:
        """Return the sum of each language, sorted, over the kinds that are labelled in any."""
        labelled = self.labelled
        return {language: scores._sum(labelled) for language, scores in sorted(self.by_language.items())}

    @property
    def labelled(self) -> frozenset[Kind]:
        """Kinds that are labelled anywhere."""
        return frozenset(kind for kind, score in self.by_kind.items() if score.right + score.missed)

    def _sum(self, kinds: frozenset[Kind]) -> Score:
        total = Score()
        for score in (score for kind, score in self.by_kind.items() if kind in kinds):
            total.right += score.right
            total.wrong += score.wrong
            total.missed += score.missed
        return total


def _matches(found: Sequence[Span], wanted: Sequence[Span]) -> int:
    """Return how many pairs overlap enough; each span is in one pair at most."""
    left = list(wanted)
    matched = 0
    for span in found:
        best = max(left, key=lambda other: _overlap(span, other), default=None)
        if best is not None and _overlap(span, best) >= LEAST_OVERLAP:
            left.remove(best)
            matched += 1
    return matched


def _overlap(one: Span, other: Span) -> float:
    """Return the intersection over the union."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)
