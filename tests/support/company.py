"""A company small enough to stand in a test: policy, exports in their real formats, consent, holds, contacts."""

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from chatward import settings, workspace
from chatward.keyring import store as keyring_store
from chatward.opening import Run, open_warehouse, opened
from chatward.policy.vocabulary import Holding
from chatward.warehouse.store import Warehouse

NOW = datetime(2026, 9, 30, tzinfo=UTC)
OWN_NUMBER = "4930901820"
_CONSENT = (
    "event_id", "identifier_type", "identifier", "purpose", "action", "notice_version", "effective_at", "recorded_at",
    "channel", "steps",
)  # fmt: skip
_HOLD = (
    "hold_id", "case", "identifier_type", "identifier", "conversation", "source", "from", "until", "owner", "placed_at",
    "released_at", "review_on",
)  # fmt: skip


def policy() -> dict[str, Any]:
    """Return a policy: support rests on a contract for two years, quality on consent for one."""

    def source(platform: str, *own: str, zone: str | None = None) -> dict[str, Any]:
        return {
            "platform": platform, "paths": [f"exports/{platform}/**"], "processor": "host", "regime": "gdpr",
            "own_accounts": list(own), "categories": ["text"], "purposes": ["support", "quality"],
        } | ({"zone": zone} if zone else {})  # fmt: skip

    def rule(purpose: str, period: str) -> dict[str, Any]:
        return {
            "rule": f"{purpose}-messages", "purpose": purpose, "categories": ["text"], "object": "message",
            "starting_point": "sent", "period": period, "disposal_within": "P7D", "reason": "so long and no longer",
        }  # fmt: skip

    def published(kind: str, *columns: str) -> dict[str, Any]:
        domain = {"domain": "quality"} if kind == "pseudonymised" else {}
        return {"title": "a set", "class": kind, "purpose": "quality", "columns": list(columns)} | domain

    return {
        "version": "1",
        "controller": {
            "name": "Acme", "country": "DE", "address": "Musterweg 1", "contact": "privacy@acme.example",
            "data_protection_officer": "dpo@acme.example",
        },
        "regimes": {"gdpr": {"title": "GDPR", "clocks": {
            "access_request": "P1M", "erasure_request": "P1M", "withdrawal": "P1D", "breach_authority": "PT72H",
            "privacy_question": "P3D",
        }}},
        "data_categories": {
            "text": {"title": "Chats", "kind": "content", "holds": [holding.value for holding in Holding]},
        },
        "processors": {"host": {
            "name": "Host", "agreement": "A-1", "signed_on": "2024-01-01", "expires_on": "2030-01-01",
            "regions": ["EU"],
        }},
        "sources": {
            "whatsapp": source("whatsapp", "Acme", zone="Europe/Berlin"),
            "telegram": source("telegram", "user777", zone="Europe/Berlin"),
            "whatsapp_cloud_api": source("whatsapp_cloud_api", "+" + OWN_NUMBER),
        },
        "purposes": {
            "support": {
                "title": "Answering", "basis": "contract", "categories": ["text"], "staff_basis": "contract",
            },
            "quality": {
                "title": "Learning", "basis": "consent", "categories": ["text"],
                "staff_basis": "legitimate_interests",
                "consent": {"notices": ["n1"], "valid_for": "P2Y", "channels": ["web"]},
            },
        },
        "retention": [rule("support", "P2Y"), rule("quality", "P1Y")],
        "pseudonymisation": {"domains": {"quality": {"purpose": "quality", "token_period": "P1Y"}}},
        "sets": {
            "messages": published("pseudonymised", "message_token", "conversation_token", "sender_token",
                "sender_role", "source", "sent_on", "kind", "text"),
            "daily_activity": published("aggregate", "sent_on", "source", "customers", "customer_messages"),
        },
        "gate": {"smallest_cell_subjects": 2, "largest_subject_share": 1.0},
    }  # fmt: skip


def call(
    identifier: str, sender: str, at: str, text: str, *, name: str | None = None, **fields: object
) -> dict[str, object]:
    """Return one webhook call of the WhatsApp Cloud API: a message of ``sender``, a number without its plus."""
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    message = {"from": sender, "id": f"wamid.{identifier}", "timestamp": str(int(instant.timestamp())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": OWN_NUMBER, "phone_number_id": "77"},
        "contacts": [{"profile": {"name": name or f"Person {sender}"}, "wa_id": sender}],
        "messages": [message | {"text": {"body": text}} | fields],
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}],
    }


def edit(of: str, sender: str, at: str, text: str) -> dict[str, object]:
    """Return the webhook call that tells of the edit of a message."""
    message = {"type": "text", "text": {"body": text}}
    return _change("edit", of, sender, at, {"original_message_id": f"wamid.{of}", "message": message})


def revocation(of: str, sender: str, at: str) -> dict[str, object]:
    """Return the webhook call that tells of the deletion of a message."""
    return _change("revoke", of, sender, at, {"original_message_id": f"wamid.{of}"})


def _change(kind: str, of: str, sender: str, at: str, content: dict[str, object]) -> dict[str, object]:
    made: Any = call(f"{kind} of {of} {at}", sender, at, "", type=kind, **{kind: content})
    del made["entry"][0]["changes"][0]["value"]["messages"][0]["text"]
    return dict(made)


def telegram_message(number: int, sender: str, at: str, text: str, **fields: object) -> dict[str, object]:
    """Return one message of a Telegram export; ``at`` is the instant in UTC."""
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return {
        "id": number, "type": "message", "date": at, "date_unixtime": str(int(instant.timestamp())),
        "from": f"Person {sender}", "from_id": sender, "text": text,
    } | fields  # fmt: skip


@dataclass(frozen=True)
class Day:
    """What the stages of a day left."""

    collected: Any
    retained: Any
    published: Any


@dataclass(frozen=True)
class Company:
    """A workspace and its keyring, both below ``folder``."""

    folder: Path

    @classmethod
    def found(cls, folder: Path) -> "Company":
        """Make a company with the default policy and a keyring whose ids are made by fixed keys."""
        company = cls(folder)
        company.root.mkdir(parents=True)
        company.write_policy()
        keyring_store.create(company.keyring).create(["index", "dedupe", "suppression", "manifest", "ledger"])
        return company

    @property
    def root(self) -> Path:
        """The workspace."""
        return self.folder / "workspace"

    @property
    def keyring(self) -> Path:
        """The keyring's folder."""
        return self.folder / "keyring"

    def twin(self, name: str) -> "Company":
        """Return a copy beside this one: the same files and keys."""
        return self.copied(self.folder.with_name(name))

    def copied(self, folder: Path) -> "Company":
        """Return a copy in ``folder``, which a test may change: the same files and keys."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Company(folder)

    # inputs -----------------------------------------------------------------------------------------------------

    def write_policy(self, change: Callable[[dict[str, Any]], object] | None = None) -> None:
        """Write the default policy, changed in place by ``change``."""
        content = deepcopy(policy())
        if change:
            change(content)
        (self.root / "policy.yaml").write_text(json.dumps(content, indent=1))

    def write(self, place: str, content: str | bytes) -> Path:
        """Write a file below the workspace and return it."""
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def whatsapp(self, name: str, *lines: str) -> Path:
        """Write an export of a chat, with lines like ``"09/07/2024, 14:34 - Anna: hello"``."""
        return self.write(f"exports/whatsapp/WhatsApp Chat with {name}.txt", "\n".join(lines) + "\n")

    def telegram(self, number: int, *messages: Mapping[str, object], folder: str = "first") -> Path:
        """Write an export of one Telegram chat."""
        content = {"name": f"Chat {number}", "type": "personal_chat", "id": number, "messages": messages}
        return self.write(f"exports/telegram/{folder}-{number}/result.json", json.dumps(content))

    def calls(self, name: str, *calls: Mapping[str, object]) -> Path:
        """Write a file of webhook calls."""
        text = "".join(json.dumps(each) + "\n" for each in calls)
        return self.write(f"exports/whatsapp_cloud_api/{name}.jsonl", text)

    def consent(self, name: str, *events: tuple[str, str, str]) -> Path:
        """Write consent events to quality: (phone number, action, effective at); notice ``n1``."""
        rows = [
            {"identifier_type": "phone", "identifier": phone, "purpose": "quality", "action": action,
             "notice_version": "n1", "effective_at": at, "channel": "web", "steps": "1"}
            for phone, action, at in events
        ]  # fmt: skip
        return self._csv(f"consent/{name}.csv", _CONSENT, rows)

    def holds(self, *holds: Mapping[str, str]) -> Path:
        """Write the hold register; what a hold leaves out is empty."""
        return self._csv("holds/holds.csv", _HOLD, [{"case": "c", "placed_at": "2024-01-01", **hold} for hold in holds])

    def contacts(self, *rows: tuple[str, str, str]) -> Path:
        """Write the customer register: (contact id, identifier type, identifier)."""
        columns = ("contact_id", "identifier_type", "identifier")
        return self._csv("registers/contacts.csv", columns, [dict(zip(columns, row, strict=True)) for row in rows])

    def _csv(self, place: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> Path:
        path = self.write(place, "")
        with path.open("w", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    # running ----------------------------------------------------------------------------------------------------

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find this company's keyring."""
        return {"CHATWARD_KEYRING": str(self.keyring), "CHATWARD_WORKERS": "1"}

    @contextmanager
    def _here(self) -> Iterator[None]:
        before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})

    def stage(self, name: str, as_of: datetime = NOW, **options: object) -> Any:
        """Run one stage and return its result."""
        with self._here():
            return getattr(import_module(f"chatward.{name}"), name)(self.root, as_of, **options)

    def whole_day(self, as_of: datetime = NOW) -> None:
        """Run the daily lifecycle, ledger and report included; an error that stopped it is raised."""
        lived = self.stage("lifecycle", as_of)
        if lived.error:
            raise lived.error

    def run(self, as_of: datetime = NOW) -> Day:
        """Run the stages of the daily lifecycle without its report, which takes as long as all of them."""
        lifecycle = import_module("chatward.lifecycle")
        with self.opened(as_of) as run:
            error = lifecycle._stages(run, self.root, as_of)
            if error:
                raise error
            kinds = (lifecycle.Collected, lifecycle.Retained, lifecycle.Published)
            return Day(*(run.found(kind) for kind in kinds))

    def keep(self, as_of: datetime = NOW) -> Any:
        """Collect, dispose of what is due, check what is left, publish nothing; return what retention did."""
        with self.opened(as_of):
            self.stage("collect", as_of)
            retained = self.stage("retain", as_of, plan_only=False)
            checks = self.stage("assure", as_of, everything=False).checks
        assert [check.name for check in checks if not check.passed] == []
        return retained

    @contextmanager
    def opened(self, as_of: datetime = NOW) -> Iterator[Run]:
        """Give an open run."""
        with self._here(), opened(self.root, as_of) as run:
            yield run

    @contextmanager
    def warehouse(self) -> Iterator[Warehouse]:
        """Give the open warehouse."""
        with self._here(), open_warehouse(workspace.find(self.root), settings.load()) as warehouse:
            yield warehouse
