"""The daily job as one would write it with pandas, chat-miner and Presidio; runs in the peers' environment.

    PYTHON tests/benchmarks/presidio_pipeline.py WORKSPACE DAY OUTPUT

Reads all exports, keeps what may be used for the purpose at DAY, replaces what Presidio's pattern recognisers find in
texts and every sender by keyed tokens, and writes Parquet. WhatsApp, Instagram and Facebook's download are read by
chat-miner; the other formats, which it does not know or reads whole once for each chat, as plain JSON. Prints what it
read and kept and the seconds of each step; importing and building the engine, ``start_s``, stands apart.
"""

import hashlib
import hmac
import json
import logging
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

STARTED = time.perf_counter()
os.environ["TQDM_DISABLE"] = "1"

import pandas as pd  # noqa: E402
import yaml  # noqa: E402
from chatminer.chatparsers import FacebookMessengerParser, InstagramJsonParser, Parser, WhatsAppParser  # noqa: E402
from presidio_analyzer import AnalyzerEngine  # noqa: E402
from presidio_analyzer.nlp_engine import NoOpNlpEngine  # noqa: E402
from presidio_anonymizer import AnonymizerEngine  # noqa: E402
from presidio_anonymizer.entities import OperatorConfig  # noqa: E402

PURPOSE = "service_quality"
KEPT_FOR = pd.Timedelta(days=365)
CONSENT_LASTS = pd.Timedelta(days=730)
KEY = bytes(32)
COLUMNS = ["source", "conversation", "sender", "sent_at", "text"]
Record = tuple[str, str, str, object, str]


def read(exports: Path) -> tuple[pd.DataFrame, int]:
    """Return all messages that the readers understand, times in UTC, and how many chats they do not understand."""
    readers: dict[str, Callable[[Path], Iterator[list[Record]]]] = {
        "whatsapp": _whatsapp, "telegram": _telegram, "messenger": _downloads, "instagram": _downloads,
        "whatsapp_cloud_api": _cloud_api, "slack": _slack,
    }  # fmt: skip
    frames, unread = [], 0
    for source, reader in readers.items():
        for path in sorted(path for path in (exports / source).rglob("*") if path.is_file()):
            for records in reader(path):
                unread += not records
                frames.append(pd.DataFrame(records, columns=COLUMNS))
    messages = pd.concat(frames, ignore_index=True)
    messages["sent_at"] = pd.to_datetime(messages["sent_at"], utc=True, format="mixed")
    return messages, unread


def _whatsapp(path: Path) -> Iterator[list[Record]]:
    if path.suffix == ".zip":
        for text in _members(path, ".txt"):
            yield _mined(WhatsAppParser, text, "whatsapp", path.stem)
    else:
        yield _mined(WhatsAppParser, path, "whatsapp", path.stem)


def _downloads(path: Path) -> Iterator[list[Record]]:
    for chat in _members(path, ".json"):
        told = json.loads(chat.read_bytes())
        if "threadName" in told:
            rows = [row for row in told["messages"] if row.get("text")]
            yield [
                ("messenger", told["threadName"], row["senderName"], row["timestamp"] * 1_000_000, row["text"])
                for row in rows
            ]
        elif "messages" in told:
            is_instagram = "instagram" in path.parts
            parser = InstagramJsonParser if is_instagram else FacebookMessengerParser
            yield _mined(parser, chat, "instagram" if is_instagram else "messenger", str(told.get("thread_path")))


def _mined(parser: type[Parser], path: Path, source: str, conversation: str) -> list[Record]:
    """Return what chat-miner reads; nothing where it gives up."""
    chat = parser(str(path))
    try:
        chat.parse_file()
    except (ValueError, IndexError, OverflowError, KeyError, UnicodeError):
        return []
    return [
        (source, conversation, one.author, one.timestamp, one.message) for one in chat.parsed_messages._parsed_messages
    ]


def _members(path: Path, ending: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(ending):
                yield Path(archive.extract(name, folder))


def _telegram(path: Path) -> Iterator[list[Record]]:
    told = json.loads(path.read_bytes())
    for chat in told["chats"]["list"] if "chats" in told else [told]:
        yield [
            ("telegram", str(chat["id"]), row["from_id"], datetime.fromisoformat(row["date"]), _flat(row["text"]))
            for row in chat["messages"]
            if row["type"] == "message" and row.get("text")
        ]


def _flat(text: str | list[str | dict[str, str]]) -> str:
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else part["text"] for part in text)


def _cloud_api(path: Path) -> Iterator[list[Record]]:
    records = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        for change in (change for entry in json.loads(line)["entry"] for change in entry["changes"]):
            value = change["value"]
            for row in [*value.get("messages", []), *value.get("message_echoes", [])]:
                if "text" in row:
                    customer, sent_at = row.get("to", row["from"]), int(row["timestamp"]) * 10**9
                    body = row["text"]["body"]
                    records[row["id"]] = ("whatsapp_cloud_api", customer, f"+{row['from']}", sent_at, body)
    yield list(records.values())


def _slack(path: Path) -> Iterator[list[Record]]:
    with zipfile.ZipFile(path) as archive:
        for name in (name for name in archive.namelist() if "/" in name and name.endswith(".json")):
            yield [
                ("slack", name.split("/")[0], row["user"], int(float(row["ts"]) * 1e9), row["text"])
                for row in json.loads(archive.read(name))
                if "user" in row and row.get("text")
            ]


def allowed(messages: pd.DataFrame, workspace: Path, now: pd.Timestamp) -> pd.DataFrame:
    """Return the messages that are young enough and come from staff or from somebody whose last word is a yes."""
    policy = yaml.safe_load((workspace / "policy.yaml").read_text(encoding="utf-8"))
    staff = {account for source in policy["sources"].values() for account in source.get("own_accounts", [])}
    is_young = messages["sent_at"].between(now - KEPT_FOR, now, inclusive="neither")
    is_staff = messages["sender"].isin(staff) | (messages["source"] == "slack")
    return messages[is_young & (is_staff | messages["sender"].isin(_consenting(workspace, now)))]


def _consenting(workspace: Path, now: pd.Timestamp) -> set[str]:
    """Return every identifier of the people who agreed; the register of contacts tells which belong together."""
    folder = workspace / "consent"
    events = pd.concat(
        [pd.read_csv(path, dtype=str) for path in folder.glob("*.csv")]
        + [pd.read_json(path, lines=True, dtype=False) for path in folder.glob("*.jsonl")]
    )
    events["effective_at"] = pd.to_datetime(events["effective_at"], utc=True)
    events = events[(events["purpose"] == PURPOSE) & (events["effective_at"] < now)]
    contacts = pd.read_csv(workspace / "registers" / "contacts.csv", dtype=str)
    events = events.merge(contacts, on=["identifier_type", "identifier"], how="left")
    events["person"] = events["contact_id"].fillna(events["identifier"])
    last = events.sort_values("effective_at").drop_duplicates("person", keep="last")
    last = last[(last["action"] == "granted") & (last["effective_at"] > now - CONSENT_LASTS)]
    known = contacts[contacts["contact_id"].isin(last["person"])]
    return set(last["identifier"]) | set(known["identifier"])


def pseudonymise(messages: pd.DataFrame, analyzer: AnalyzerEngine) -> pd.DataFrame:
    """Return the messages with a token for every sender and for whatever the recognisers find in texts."""
    anonymizer = AnonymizerEngine()
    operators = {"DEFAULT": OperatorConfig("custom", {"lambda": _token})}

    def replace(text: str) -> str:
        return str(anonymizer.anonymize(text, analyzer.analyze(text, "en"), operators).text)

    return messages.assign(
        text=messages["text"].map(replace),
        sender=messages["sender"].map({sender: _token(sender) for sender in messages["sender"].unique()}),
        conversation=messages["conversation"].map({one: _token(one) for one in messages["conversation"].unique()}),
    )


def _token(text: str) -> str:
    return hmac.digest(KEY, text.encode(), hashlib.sha256).hex()[:26]


def write(messages: pd.DataFrame, output: Path) -> None:
    """Write one Parquet file a month."""
    for month, rows in messages.groupby(messages["sent_at"].dt.strftime("%Y-%m")):
        rows.to_parquet(output / f"{month}.parquet", compression="zstd", index=False)


def main(workspace: Path, day: str, output: Path) -> None:
    """Run the steps one after the other and print what they took."""
    logging.disable(logging.CRITICAL)
    engine = NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    marks, start_cpu = [time.perf_counter()], time.process_time()
    messages, unread = read(workspace / "exports")
    marks.append(time.perf_counter())
    kept = allowed(messages, workspace, pd.Timestamp(day, tz="UTC"))
    marks.append(time.perf_counter())
    written = pseudonymise(kept, analyzer)
    marks.append(time.perf_counter())
    write(written, output)
    marks.append(time.perf_counter())
    names = ("start_s", "read_s", "filter_s", "pseudonymise_s", "write_s")
    seconds = [after - before for before, after in zip([STARTED, *marks], marks, strict=False)]
    counts = {"read": len(messages), "chats_without_messages": unread, "kept": len(kept), "start_cpu_s": start_cpu}
    print(json.dumps(counts | dict(zip(names, seconds, strict=True))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
