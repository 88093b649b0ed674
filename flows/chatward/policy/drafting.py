"""Drafts a workspace: a policy for the exports that were found, and the files that people keep beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from chatward.policy.advice import NOWHERE, PLACEHOLDER
from chatward.policy.catalogue import SETS


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What a look at the exports of one platform tells a policy; no name of anybody.

    Attributes:
        platform: name of its reader.
        paths: patterns of the exports' paths, relative to the workspace.
        zone: IANA zone that is assumed for wall-clock times; None where the exports name instants.
        tells_staff: whether the exports themselves tell the company's people from customers.
    """

    platform: str
    paths: tuple[str, ...]
    zone: str | None
    tells_staff: bool


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who hands out a platform's exports; people confirm it before it stands in a notice."""

    key: str
    name: str


_META = Vendor("meta", "Meta Platforms Ireland Ltd.")
VENDORS: Mapping[str, Vendor] = {
    "whatsapp": _META,
    "whatsapp_cloud_api": _META,
    "messenger": _META,
    "instagram": _META,
    "messenger_webhook": _META,
    "instagram_webhook": _META,
    "telegram": Vendor("telegram", "Telegram FZ-LLC"),
    "slack": Vendor("slack", "Slack Technologies Ltd."),
    "discord": Vendor("discord", "Discord Netherlands B.V."),
    "google_chat": Vendor("google", "Google Ireland Ltd."),
    "intercom": Vendor("intercom", "Intercom R&D Unlimited Company"),
    "kakaotalk": Vendor("kakao", "Kakao Corp."),
    "line": Vendor("line", "LY Corporation"),
    "linkedin": Vendor("linkedin", "LinkedIn Ireland Unlimited Company"),
    "qq": Vendor("tencent", "Tencent International Service Europe B.V."),
    "snapchat": Vendor("snap", "Snap B.V."),
    "teams": Vendor("microsoft", "Microsoft Ireland Operations Ltd."),
    "tiktok": Vendor("tiktok", "TikTok Technology Ltd."),
    "wechat": Vendor("tencent", "Tencent International Service Europe B.V."),
    "x_twitter": Vendor("x", "X Internet Unlimited Company"),
    "zendesk": Vendor("zendesk", "Zendesk International Ltd."),
}

KEPT_BY_PEOPLE: Mapping[str, str] = {
    "registers/README.md": """\
Registers, which people keep. chatward reads three of them:
- `contacts.csv`, which identifiers are one person's: a row for each, with the same `contact_id`, like
  `k1,phone,+4915112345678` and `k1,email,anna@example.org`;
- `contracts.csv`, when a person's contract ended, for retention rules that run from `contract_end`;
- `identity_decisions.csv`, what `chatward identity join` and `part` wrote down.
The others are forms for the company's own accountability. A line that begins with `#` is an example and counts nowhere.
""",
    "registers/access.csv": """\
account,role,mfa,last_login_on,reviewed_on
# agent-01,agent,true,2026-01-15,2026-01-31
""",
    "registers/audits.csv": """\
audit,due_on,done_on,result
# integration-2026,2026-06-30,,
""",
    "registers/contacts.csv": """\
contact_id,identifier_type,identifier
""",
    "registers/contracts.csv": """\
identifier_type,identifier,ended_on
""",
    "registers/ethics_review.csv": """\
set,question,decision,reviewer_role,reviewed_on
# messages,is it fair to customers?,yes,privacy lead,2026-01-31
""",
    "registers/incidents.csv": """\
incident,state,detected_at_utc,source,next_action
# 2026-001,contained,2026-01-31T09:00:00Z,slack,assess
""",
    "registers/integrations.csv": """\
application,scopes,owner_role,reviewed_on
# helpdesk bot,read messages,support lead,2026-01-31
""",
    "registers/risks.csv": """\
risk,level,owner_role,due_on,state
# lost phone with chats,high,IT lead,2026-03-31,open
""",
    "registers/staff_training.csv": """\
account,course,completed_on,valid_until
# agent-01,privacy basics,2026-01-15,2027-01-15
""",
    "consent/events.csv": """\
event_id,identifier_type,identifier,purpose,action,notice_version,effective_at,recorded_at,channel,steps
""",
    "consent/README.md": """\
Consent events, as CSV with the header of `events.csv` or as JSON lines with its columns as keys, one event a line:
whose consent to which purpose of the policy was `granted` or `withdrawn`, or has `expired`, under which version of the
notice, when, through which channel. `chatward status --failures` names lines that could not be read.
""",
    "holds/README.md": """\
Legal holds, as `holds.csv`, to which `chatward hold` adds lines: what must not be disposed of, why, and since when.
Columns: hold_id, case, identifier_type, identifier, conversation, source, from, until, owner, placed_at, released_at,
review_on. A line with hold_id and released_at alone releases a hold.
""",
    "requests/README.md": """\
Requests of people about their own data, as CSV with the header of `requests.csv` or as JSON lines with its columns as
keys, one request a line, like `T-1042,access,phone,+4915112345678,2026-09-20T09:00:00Z,yes`. `chatward request add`
takes one in without a file. `kind` is access, portability, erasure, rectification, restriction, objection or
withdrawal. `verified` says yes once it is sure who asks; until then nothing is shown, changed or destroyed. Further
columns: proven_type and proven, the identifier that was proven if it is another; regime; purpose of an objection or
withdrawal; scope (subject, conversation, message) and target of an erasure; field and value of a rectification; keeps
of a restriction. `chatward status --failures` names lines that could not be read.
""",
    "requests/requests.csv": """\
request_id,kind,identifier_type,identifier,received_at,verified
""",
}
"""Files that people or platforms fill: registers have an example row as a comment, which no reader counts."""


def draft(sources: Sequence[FoundSource], *, version: str) -> dict[str, str]:
    """Return the files of a new workspace: text by path relative to it, the policy last.

    The policy is valid; what only people can know says ``CHANGE ME``, which every check reports.

    Args:
        sources: at least one, each of another platform.
        version: the policy's first version, like ``"2026-01"``.
    """
    return {**KEPT_BY_PEOPLE, "policy.yaml": policy_text(sources, version=version)}


def policy_text(sources: Sequence[FoundSource], *, version: str) -> str:
    """Return the YAML text of a policy for ``sources``, with comments on what to decide."""
    vendors = {vendor.key: vendor for vendor in map(_vendor, sources)}
    return _POLICY.substitute(
        version=version,
        placeholder=PLACEHOLDER,
        nowhere=NOWHERE,
        processors="".join(_processor(vendor) for vendor in vendors.values()),
        sources="".join(map(_source, sources)),
        **{f"{name}_columns": ", ".join(known.columns) for name, known in SETS.items()},
    )


def _vendor(source: FoundSource) -> Vendor:
    return VENDORS.get(source.platform, Vendor(source.platform, PLACEHOLDER))


def _processor(vendor: Vendor) -> str:
    return f"""\
  {vendor.key}:
    name: {vendor.name}
    agreement: {PLACEHOLDER}       # reference of the data processing agreement
    signed_on:                 # day of signature, like 2026-01-31; until then every check reports it
    regions: [EU]              # where the data lie; outside of EU and EEA name a transfer_basis
"""


def _source(source: FoundSource) -> str:
    paths = ", ".join(f'"{_quoted(path)}"' for path in source.paths)
    lines = [f"  {source.platform}:", f"    platform: {source.platform}", f"    paths: [{paths}]"]
    lines += [f"    processor: {_vendor(source).key}", "    regime: gdpr"]
    if source.zone:
        zone = f"    zone: {source.zone}".ljust(30)
        lines.append(f"{zone} # assumed from this machine: check it, the exports name no zone")
    if not source.tells_staff:
        lines.append("    own_accounts: []           # your own names, numbers and ids, as the exports show them")
    lines += ["    categories: [message_text, contact_details, attachments, metadata]"]
    lines += ["    purposes: [support, service_quality]"]
    return "".join(f"{line}\n" for line in lines)


def _quoted(path: str) -> str:
    return path.replace("\\", "\\\\").replace('"', '\\"')


_POLICY = Template("""\
# Drafted by `chatward init` from the exports. Decide what says $placeholder: `chatward policy check` lists it.
# `chatward policy schema` prints a JSON Schema, so that editors complete and explain every key.
version: "$version"

controller:                    # you: who decides why and how these chats are processed
  name: $placeholder
  country: $nowhere                  # two letters, like DE
  address: $placeholder
  contact: $placeholder           # where people write about their data
  # data_protection_officer: how to reach them, if you have one

regimes:                       # which law, whose clocks; durations in ISO 8601
  gdpr:
    title: Regulation (EU) 2016/679
    clocks:
      access_request: P1M
      erasure_request: P1M
      withdrawal: P1D          # from withdrawal to the last set without it
      breach_authority: PT72H
      privacy_question: P3D    # your own promise

data_categories:
  message_text: {title: What people write, kind: content}
  contact_details: {title: "Names, numbers and addresses", kind: identifier}
  attachments: {title: Files that people send, kind: content}
  metadata: {title: When and where somebody wrote, kind: metadata}

processors:                    # vendors as far as known: check the names against your agreements
$processors
sources:
$sources
purposes:
  support:
    title: Answering customers
    basis: contract            # consent | contract | legal_obligation | vital_interests | public_task |
                               # legitimate_interests: the six of GDPR Art. 6(1)
    categories: [message_text, contact_details, attachments, metadata]
    staff_basis: contract      # for the messages of your own people
  service_quality:
    title: Learning from conversations to serve better
    basis: consent
    categories: [message_text, metadata]
    staff_basis: legitimate_interests
    consent:
      notices: ["$placeholder"]   # versions of the notice that a yes must name
      valid_for: P2Y           # a yes expires after this
      channels: [chat]

retention:                     # keep no longer than the reason holds
  - rule: support-messages
    purpose: support
    categories: [message_text, contact_details, attachments, metadata]
    object: message            # message | thread | attachment | identity | consent_record | request_record |
                               # access_package
    starting_point: sent       # sent | conversation_closed | last_contact | contract_end
    period: P1Y
    disposal_within: P7D
    suspended_by: [legal_hold]
    reason: $placeholder          # why one year, and no less
  - rule: quality-messages
    purpose: service_quality
    categories: [message_text, metadata]
    object: message
    starting_point: sent
    period: P6M
    disposal_within: P7D
    suspended_by: [legal_hold]
    reason: $placeholder

pseudonymisation:
  domains:                     # within one domain and period equal tokens are equal people
    service_quality: {purpose: service_quality, token_period: P1Y}

sets:                          # what analysts get
  messages:
    title: Pseudonymised messages
    class: pseudonymised       # still personal data: encrypted, and kept inside
    purpose: service_quality
    domain: service_quality
    columns: [$messages_columns]
  conversations:
    title: Pseudonymised conversations
    class: pseudonymised
    purpose: service_quality
    domain: service_quality
    columns: [$conversations_columns]
  daily_activity:
    title: Messages a day and channel
    class: aggregate
    purpose: service_quality
    columns: [$daily_activity_columns]

# The release gate (`gate`) and the bounds on archives (`limits`) stand at their strict defaults.
""")
