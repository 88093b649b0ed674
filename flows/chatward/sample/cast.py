"""The people of the sample world: customers, agents, the company's own accounts."""

import string
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from faker import Faker

from chatward.sample import values
from chatward.sample.locales import LOCALES, Locale
from chatward.sample.people import CHANNELS, COMPANY_NAME, COMPANY_PHONE, COMPANY_TELEGRAM_ID, COMPANY_USERNAME, Person

_CHANNEL_USE = (0.42, 0.22, 0.36, 0.14, 0.12, 0.05)
"""Share of the customers who use a channel; who uses none of them is given one."""

_STAFF_LOCALES = ("de_DE", "de_DE", "en_GB", "en_US", "es_ES", "fr_FR", "pt_BR", "de_DE", "en_GB", "fr_FR")
_MAILBOXES = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org")
_HOSTILE_NAMES = (
    "<svg onload=alert(1)>",
    '=HYPERLINK("#A1","Ann")',
    "\u202eesreveR\u202c Ann",
    "\x1b[31mRed\x1b[0m Ann",
)
_POOL_DRAWS = 900


@dataclass(slots=True)
class _Taken:
    """What must not be given twice, so that truth knows who is meant."""

    names: set[str] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Names:
    first: tuple[str, ...]
    last: tuple[str, ...]


class Cast:
    """Everybody in the world, and what the texts need of them as columns.

    People are known by their place in ``people``; ``generations`` holds the customers by the delivery they came with.
    """

    def __init__(self, people: Sequence[Person], generations: Sequence[Sequence[int]]) -> None:
        self.people = tuple(people)
        self.generations = tuple(np.array(generation, dtype=np.int64) for generation in generations)
        self.customers = np.concatenate(self.generations)
        self.staff = np.array([i for i, person in enumerate(people) if person.role == "staff"])
        self.company = next(i for i, person in enumerate(people) if person.role == "company")
        self.locale = np.array([person.locale for person in people])
        self.is_canary = np.array([bool(person.marker) for person in people])
        self.columns = {name: pa.array([getattr(person, name) for person in people]) for name in _COLUMNS}
        self.columns["handle"] = pa.array(["@" + person.username for person in people])
        self.phones = [pa.array([person.phones[mask] for person in people]) for mask in range(_MASKS)]

    def canary_strings(self) -> list[str]:
        """Return every string that belongs to a canary and to nobody else."""
        found = []
        for person in self.people:
            if person.marker:
                found += [person.marker, person.name, person.email, person.phone, person.noise]
        return found


_COLUMNS = ("name", "first", "last", "email", "marker", "noise")
_MASKS = min(len(locale.phone_masks) for locale in LOCALES)


def make_cast(customers: int, seed: int, *, later: Sequence[tuple[int, int]] = ()) -> Cast:
    """Return the company's people and ``customers`` customers.

    Args:
        customers: how many; at least five of them, else one in a hundred, are canaries.
        seed: the same seed gives the same people.
        later: count and seed of customers who came afterwards; those before them stay who they are.
    """
    names = [_name_pool(locale, seed) for locale in LOCALES]
    taken = _Taken()
    people = [_company(), *_staff(names, taken, seed)]
    generations = []
    for count, own_seed in ((customers, seed), *later):
        generations.append(range(len(people), len(people) + count))
        random = np.random.default_rng([own_seed, 11])
        people += _customers(names, taken, random, generations[-1], is_first=len(generations) == 1)
    return Cast(people, generations)


def _name_pool(locale: Locale, seed: int) -> _Names:
    fake = Faker(locale.name)
    fake.seed_instance(seed)
    return _Names(
        first=tuple(dict.fromkeys(fake.first_name() for _ in range(_POOL_DRAWS))),
        last=tuple(dict.fromkeys(fake.last_name() for _ in range(_POOL_DRAWS))),
    )


def _company() -> Person:
    return Person(
        person_id="company",
        role="company",
        locale=0,
        first="Acme",
        last="Care",
        name=COMPANY_NAME,
        email="service@acme.example",
        phone=COMPANY_PHONE,
        phones=(COMPANY_PHONE,) * _MASKS,
        username=COMPANY_USERNAME,
        telegram_id=COMPANY_TELEGRAM_ID,
        slack_id="U0ACMEBOT",
        whatsapp_shown=COMPANY_NAME,
        channels=frozenset(CHANNELS),
    )


def _staff(names: Sequence[_Names], taken: _Taken, seed: int) -> Iterable[Person]:
    random = np.random.default_rng([seed, 10])
    locales = [next(i for i, locale in enumerate(LOCALES) if locale.name == name) for name in _STAFF_LOCALES]
    for number, locale in enumerate(locales, start=1):
        first, last = _free_name(random, names[locale], locale, taken)
        phone, phones = _free_phone(random, LOCALES[locale], taken)
        slug = _free_slug(f"{_slug(first)}.{_slug(last)}", number, taken)
        yield Person(
            person_id=f"staff-{number:02d}",
            role="staff",
            locale=locale,
            first=first,
            last=last,
            name=f"{first} {last}",
            email=f"{slug}@acme.example",
            phone=phone,
            phones=phones,
            username=slug.replace(".", "_"),
            telegram_id=f"user{777000100 + number}",
            slack_id=f"U0STAFF{number:03d}",
            whatsapp_shown=f"{first} {last}",
            channels=frozenset({"slack"}),
        )


def _customers(
    names: Sequence[_Names], taken: _Taken, random: values.Random, numbers: range, *, is_first: bool
) -> Iterable[Person]:
    shares = np.array([locale.share for locale in LOCALES]) / sum(locale.share for locale in LOCALES)
    locales = random.choice(len(LOCALES), len(numbers), p=shares).tolist()
    uses = random.random((len(numbers), len(CHANNELS))) < np.array(_CHANNEL_USE)
    canaries = max(5 if is_first else 0, len(numbers) // 100)
    spacing = max(1, len(numbers) // max(1, canaries))
    for place, number in enumerate(numbers):
        canary = place // spacing if place % spacing == 0 and place // spacing < canaries else None
        hostile = _HOSTILE_NAMES[place - 1] if is_first and 1 <= place <= len(_HOSTILE_NAMES) else ""
        channels = {channel for channel, used in zip(CHANNELS, uses[place].tolist(), strict=True) if used}
        channels |= {CHANNELS[canary % 5]} if canary is not None else set()
        yield _customer(
            random, names, taken, number,
            locale=locales[place],
            channels=channels or {CHANNELS[number % 3]},
            is_canary=canary is not None,
            hostile=hostile,
        )  # fmt: skip


def _customer(
    random: values.Random,
    names: Sequence[_Names],
    taken: _Taken,
    number: int,
    *,
    locale: int,
    channels: set[str],
    is_canary: bool,
    hostile: str,
) -> Person:
    first, last = _free_name(random, names[locale], locale, taken)
    phone, phones = _free_phone(random, LOCALES[locale], taken)
    slug = _free_slug(f"{_slug(first)}.{_slug(last)}".strip("."), number, taken)
    token = values.letters(random, 8, string.ascii_lowercase + string.digits) if is_canary else ""
    if is_canary:
        first, last, slug = "Qanary", f"Zx{token}", f"qanary.{token}"
    name = hostile or _full_name(first, last, LOCALES[locale])
    return Person(
        person_id=f"p{number:07d}",
        role="customer",
        locale=locale,
        first=first,
        last=last,
        name=name,
        email=f"{slug}@{_MAILBOXES[number % len(_MAILBOXES)]}",
        phone=phone,
        phones=phones,
        username=slug.replace(".", "_"),
        telegram_id=f"user{200_000_000 + number * 7919}",
        slack_id=f"U{number:08d}",
        whatsapp_shown=_shown(random, name, phones[0], slug=slug, plain=is_canary or bool(hostile)),
        channels=frozenset(channels),
        marker=f"canary-{token}" if is_canary else "",
        noise=values.letters(random, 96) if is_canary else "",
    )


def _shown(random: values.Random, name: str, phone: str, *, slug: str, plain: bool) -> str:
    draw = random.random()
    if plain or draw < 0.75:
        return name
    return phone if draw < 0.93 else f"~\u202f{slug}"


def _full_name(first: str, last: str, locale: Locale) -> str:
    return f"{last} {first}" if locale.family_first else f"{first} {last}"


def _free_name(random: values.Random, names: _Names, locale: int, taken: _Taken) -> tuple[str, str]:
    """Draw a name that nobody has; a second given name makes it so where the pool is small."""
    first = names.first[random.integers(len(names.first))]
    last = names.last[random.integers(len(names.last))]
    while (name := _full_name(first, last, LOCALES[locale])) in taken.names:
        first = f"{first} {names.first[random.integers(len(names.first))]}"
    taken.names.add(name)
    return first, last


def _free_phone(random: values.Random, locale: Locale, taken: _Taken) -> tuple[str, tuple[str, ...]]:
    while True:
        number = values.national_number(random, locale.phone_heads, locale.phone_digits)
        phone = f"+{locale.country_code}{number}"
        if phone not in taken.phones:
            taken.phones.add(phone)
            return phone, tuple(values.masked(number, mask) for mask in locale.phone_masks[:_MASKS])


def _free_slug(slug: str, number: int, taken: _Taken) -> str:
    """Return ``slug``, or with the person's number where it is taken or holds no Latin letters."""
    free = slug if len(slug) > 5 and slug not in taken.slugs else f"{slug or 'kunde'}{number}"
    taken.slugs.add(free)
    return free


def _slug(name: str) -> str:
    spelled = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("ı", "i")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "".join(character for character in plain if character.isalnum())
