"""The registers that name no customer: what a careful company notes, with a few gaps as in life."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ago:
    """A time before the world's end; below zero it is after. Written as a date, or with ``hours`` as an instant."""

    days: int = 0
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """One CSV file: its name below the workspace without ``.csv``, the names of its columns, its rows."""

    name: str
    header: str
    rows: tuple[tuple[object, ...], ...]


REGISTERS = (
    Register(
        "registers/processors",
        "processor agreement signed_on expires_on sub_processors regions transfer_basis",
        (
            ("meta", "DPA-2024-011", "2024-02-01", "2028-02-01", "Meta Platforms Inc.", "EU;US", "standard clauses"),
            ("telegram", "DPA-2024-017", "2024-03-15", "2027-03-15", "", "EU", ""),
            ("slack", "DPA-2023-101", "2023-11-01", "2027-11-01", "Amazon Web Services", "EU", ""),
        ),
    ),
    Register(
        "registers/integrations",
        "app scopes owner reviewed_on",
        (
            ("shop-connector", "orders:read;customers:read", "staff-01", Ago(45)),
            ("zapbot", "channels:read;chat:write", "staff-05", Ago(210)),
        ),
    ),
    Register(
        "registers/risks",
        "risk_id title likelihood impact owner status due_on reviewed_on",
        (
            ("risk-1", "agents paste card numbers into Slack", "high", "medium", "staff-01", "open", Ago(-60), Ago(20)),
            ("risk-2", "export left on a laptop", "medium", "high", "staff-03", "treated", "", Ago(80)),
            ("risk-3", "look-alike domain asks for codes", "medium", "medium", "", "open", "", Ago(190)),
        ),
    ),
    Register(
        "registers/audits",
        "audit_id scope planned_on done_on auditor findings",
        (
            ("audit-2025", "chat integration", Ago(480), Ago(470), "external", 4),
            ("audit-2026", "chat integration", Ago(30), "", "external", ""),
        ),
    ),
    Register(
        "registers/incidents",
        "incident_id detected_at contained_at assessed_at closed_at severity sources next_action",
        (
            ("inc-1", Ago(300, 0), Ago(299, 0), Ago(298, 0), Ago(250, 0), "low", "slack", ""),
            ("inc-2", Ago(1, 6), Ago(1, 2), "", "", "medium", "telegram", "assess whether the authority must be told"),
        ),
    ),
    Register(
        "registers/ethics_review",
        "dataset question decision reviewer decided_on valid_until",
        (
            ("messages", "may analysts read pseudonymised texts?", "yes, no profiling", "board", Ago(200), Ago(-165)),
            ("conversations", "may answer times be compared?", "by team only", "board", Ago(200), Ago(-165)),
            ("daily_activity", "may partners see this?", "yes", "board", Ago(400), Ago(35)),
        ),
    ),
    Register(
        "registers/network_controls",
        "control evidence checked_on",
        (
            ("inbound firewall denies by default", "fw-policy-2026-08", Ago(40)),
            ("exports folder is not shared", "acl-listing-2026-09", Ago(12)),
        ),
    ),
    Register(
        "registers/crypto",
        "use algorithm key_bits status review_on",
        (
            ("database files", "AES-GCM", 256, "in use", Ago(-180)),
            ("receipts", "Ed25519", 256, "in use", Ago(-180)),
            ("old backups", "AES-CBC", 128, "being replaced", Ago(-30)),
        ),
    ),
    Register(
        "registers/jurisdictions",
        "regime applies_to authority contact",
        (
            ("gdpr", "customers in the EU and EEA", "Berlin data protection commissioner", "mailbox@authority.example"),
            ("uk_gdpr", "customers in the United Kingdom", "Information Commissioner", "casework@authority.example"),
            ("lgpd", "customers in Brazil", "ANPD", "atendimento@authority.example"),
        ),
    ),
)
