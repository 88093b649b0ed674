"""A person of the sample world, and by which identifiers exports show them."""

from dataclasses import dataclass

from chatward.sample.locales import LOCALES

CHANNELS = ("whatsapp", "telegram", "whatsapp_cloud_api", "messenger", "instagram", "slack")

COMPANY_NAME = "Acme Care"
COMPANY_USERNAME = "acme_care"
COMPANY_PHONE = "+4930901820"
COMPANY_TELEGRAM_ID = "user777000100"
SLACK_TEAM = "T0ACMECARE"


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or one of the company's shared accounts.

    Attributes:
        locale: index into ``LOCALES``.
        phone: E.164.
        phones: the same number as people write it, one for each mask of the locale.
        whatsapp_shown: what WhatsApp exports call this person: the saved name, the number, or ``~`` and a nickname.
        channels: which of ``CHANNELS`` the person uses.
        marker: a string that occurs nowhere else; empty but for canaries.
        noise: a long random string, likewise.
    """

    person_id: str
    role: str
    locale: int
    first: str
    last: str
    name: str
    email: str
    phone: str
    phones: tuple[str, ...]
    username: str
    telegram_id: str
    slack_id: str
    whatsapp_shown: str
    channels: frozenset[str] = frozenset()
    marker: str = ""
    noise: str = ""

    @property
    def locale_name(self) -> str:
        """Locale as Faker names it."""
        return LOCALES[self.locale].name

    @property
    def identifiers(self) -> list[tuple[str, str]]:
        """Type and value of each identifier by which an export may show this person."""
        by_channel = {
            "whatsapp": ("whatsapp_name", self.whatsapp_shown),
            "telegram": ("telegram_id", self.telegram_id),
            "messenger": ("messenger_name", self.name),
            "instagram": ("instagram_name", self.name),
            "slack": ("slack_id", self.slack_id),
        }
        shown = [by_channel[channel] for channel in CHANNELS if channel in self.channels and channel in by_channel]
        named = [pair for pair in shown if not pair[1].startswith("+")]
        return [("phone", self.phone), ("email", self.email), *named]
