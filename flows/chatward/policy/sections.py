"""The sections of a policy file, one frozen model each; the words under an attribute describe it in the JSON Schema."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chatward.policy.columns import Columns, TableFile
from chatward.policy.field_types import (
    ByteSize,
    Contacts,
    Duration,
    FieldPath,
    Glob,
    Limit,
    Name,
    Patterns,
    Share,
    Text,
    Zone,
)
from chatward.policy.period import Period
from chatward.policy.pull import Pull
from chatward.policy.section import Entry, Section
from chatward.policy.vocabulary import (
    HOLDINGS_OF_KIND,
    Basis,
    CategoryKind,
    Clock,
    DateOrder,
    DriftMode,
    HintKind,
    Holding,
    NamesInTexts,
    RetentionObject,
    SetClass,
    StartingPoint,
    Suspension,
    TextAction,
    TextKind,
    ThreadMode,
)


class Controller(Section):
    """Who decides why and how data are processed (GDPR Art. 4(7)); stands in every notice."""

    name: Text = Field(examples=["Acme Care GmbH"])
    """Registered name of the organisation."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["DE"])]
    """Where it is established: two capital letters, ISO 3166-1 alpha-2."""
    address: Text = Field(examples=["Musterweg 1, 10115 Berlin"])
    """Postal address on one line."""
    contact: Text = Field(examples=["privacy@acme.example"])
    """Where people write about their data: an e-mail address or a web page."""
    data_protection_officer: Text | None = Field(default=None, examples=["dpo@acme.example"])
    """How to reach the data protection officer, where there is one (GDPR Art. 37)."""


class Regime(Entry):
    """A law that sources fall under, with its clocks."""

    title: Text = Field(examples=["Regulation (EU) 2016/679"])
    """Name of the law, as notices cite it."""
    law: Literal["gdpr", "uk_gdpr", "ccpa", "cpra", "lgpd", "fadp", "pipeda"] | None = None
    """Law whose way of counting holds for requests; absent means the one that the entry is called by, if it is one."""
    clocks: dict[Clock, Limit]
    """Time that the law, or the controller's own promise, gives for each act; one that is absent is the law's."""
    extension: Duration | None = None
    """By how much a request may be prolonged; absent means as the law has it, and `PT0S` means not at all."""
    zone: Zone | None = None
    """Time zone in which the days of requests begin and end; absent means UTC."""
    holidays: tuple[date, ...] = ()
    """Days off beside the public holidays of the controller's country, for laws whose periods end on working days."""


class DataCategory(Section):
    """A category of personal data that exports hold."""

    title: Text = Field(examples=["What people write"])
    """What it is, in words that customers understand."""
    kind: CategoryKind
    """How it is treated: `content`, `identifier` or `metadata`."""
    holds: tuple[Holding, ...] = ()
    """What it covers, as `chatward inventory` finds it; absent means everything of its kind."""

    @property
    def covered(self) -> frozenset[Holding]:
        """What it covers."""
        return frozenset(self.holds) or HOLDINGS_OF_KIND[self.kind]


class Processor(Section):
    """Who processes chats on the controller's behalf (GDPR Art. 28): mostly the platform's vendor."""

    name: Text = Field(examples=["Telegram FZ-LLC"])
    """Registered name."""
    agreement: Text = Field(examples=["DPA-2024-017"])
    """Reference of the data processing agreement."""
    signed_on: date | None = Field(default=None, examples=["2024-03-15"])
    """Day on which the agreement was signed; absent where it is not signed yet, which every check reports."""
    expires_on: date | None = Field(default=None, examples=["2027-03-15"])
    """Last day of the agreement; absent where it runs until terminated."""
    regions: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,3}$", examples=["EU"])], ...], Field(min_length=1)]
    """Where the data lie: `EU`, `EEA`, or countries by ISO 3166-1 alpha-2."""
    transfer_basis: Text | None = Field(default=None, examples=["standard contractual clauses"])
    """On what a transfer out of the EEA rests (GDPR Art. 44 to 49)."""


class Drift(Section):
    """What becomes of exports with fields, columns, types or kinds of records that their reader does not know."""

    mode: DriftMode = DriftMode.HALT
    """`halt`: nothing new of the source is stored; `quarantine`: records that hold them are not; `ignore`: all is."""
    accept: tuple[FieldPath, ...] = ()
    """Paths of what is unknown and may be stored with all that stands below it, as the report shows them."""


class Source(Entry):
    """One stream of exports: a platform's files, whose they are, and what they may serve."""

    platform: Name = Field(examples=["telegram"])
    """Reader that takes the exports; a file recognised as another platform's is refused."""
    paths: Annotated[tuple[Glob, ...], Field(min_length=1)]
    """Patterns of the exports' paths, relative to the workspace; `**` stands for any folders."""
    processor: Name = Field(examples=["telegram"])
    """Key of the processor from which the exports come."""
    regime: Name = Field(examples=["gdpr"])
    """Key of the law that these conversations fall under."""
    zone: Zone | None = None
    """Time zone of wall-clock times in exports that name none; absent means UTC, recorded as assumed."""
    date_order: DateOrder | None = None
    """Order of written dates, for files that leave it open; recorded as declared."""
    own_accounts: tuple[Text, ...] = ()
    """The company's own names, numbers and ids, as the exports show them; all other people are customers."""
    reconcile: bool = False
    """Whether a message that a later full export lacks, between others that it has, counts as deleted."""
    columns: Columns | None = None
    """Which column is what, of exports on platform `table`: needed there, refused elsewhere."""
    table: TableFile | None = None
    """How the files of platform `table` are written, where they leave it open."""
    pull: Pull | None = None
    """Where the exports are pulled from; absent means that they are delivered."""
    drift: Drift = Drift()
    """What becomes of exports that hold something new."""
    categories: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Keys of the data categories that these exports may hold; any other that is found halts the run."""
    purposes: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Keys of the purposes that these conversations serve."""


class ConsentTerms(Section):
    """What makes a yes valid for a purpose that rests on consent."""

    notices: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Versions of the notice that a yes must name."""
    valid_for: Limit | None = None
    """How long a yes lasts; absent means until withdrawn."""
    channels: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Channels through which a yes can be given, and withdrawn as easily (GDPR Art. 7(3))."""


class Purpose(Entry):
    """A reason to process personal data (GDPR Art. 5(1)(b))."""

    title: Text = Field(examples=["Answering customers"])
    """The purpose in words that customers understand."""
    basis: Basis
    """Lawful basis for customers' data, GDPR Art. 6(1)."""
    categories: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Keys of the data categories that the purpose needs."""
    staff_basis: Basis | None = None
    """Lawful basis for the messages of the company's own people; absent means the basis above."""
    consent: ConsentTerms | None = None
    """Terms of consent: needed where the basis is `consent`, refused elsewhere."""


class RetentionRule(Section):
    """What is disposed of when: starting point, period and cause (ISO/IEC 27555:2021, 5.6 and 8.3)."""

    rule: Name = Field(examples=["support-messages"])
    """Id of the rule, which plans, receipts and reports name."""
    purpose: Name = Field(examples=["support"])
    """Key of the purpose for which the data are kept."""
    categories: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Keys of the data categories that the rule disposes of."""
    object: RetentionObject
    """What the rule disposes of: `message`; `thread`, messages that belong to one, of which it takes the place of rules
    for messages; `attachment`, what is stored of files, before the message; `identity`, by what people are known, of
    whom nothing else is stored; `consent_record`, what people agreed to; `request_record`, what they asked for;
    `access_package`, the sealed copy of their data."""
    regimes: tuple[Name, ...] = ()
    """Keys of the laws under whose sources the rule counts; absent means all."""
    hints: tuple[HintKind, ...] = ()
    """At what a text must hint for the rule to count: special categories of data, or a minor; absent means that it
    counts for all. Only for rules that dispose of `message` or `thread`."""
    starting_point: StartingPoint
    """Event from which the period runs: the message was `sent`, its `conversation_closed` by its last message, the
    `last_contact` with the person, or the `contract_end` of `registers/contracts.csv`; of records of consent the
    `consent_end`, of requests and packages `request_closed`."""
    thread_mode: ThreadMode = ThreadMode.PER_MESSAGE
    """Whose sending counts for messages of a thread: each its own, the thread's `last_activity`, or its `root`."""
    period: Limit
    """How long the data are kept; of several rules for one purpose the shortest counts."""
    required_by: Text | None = Field(default=None, examples=["§ 147 AO"])
    """The law that forbids a shorter period; such a rule counts although another one is shorter."""
    disposal_within: Duration
    """How long the disposal itself may take after that."""
    suspended_by: tuple[Suspension, ...] = (Suspension.LEGAL_HOLD,)
    """What keeps a record past its limit."""
    reason: Text = Field(examples=["warranty claims lapse after two years"])
    """Why the period is as long as it is, and no longer."""


class Domain(Entry):
    """Within one domain and token period, equal tokens are equal people (EDPB Guidelines 01/2025)."""

    purpose: Name
    """Key of the purpose that the tokens serve; two purposes never share tokens."""
    token_period: Limit
    """How long a person keeps a token; then tokens change, so that histories stay short."""


class Pseudonymisation(Section):
    """Who is recognisable as the same person, where, and how long."""

    domains: dict[Name, Domain] = Field(default_factory=dict)
    """Pseudonymisation domains by name."""
    names_in_texts: NamesInTexts = NamesInTexts.EVERYBODY
    """Whose names texts of sets show as tokens: `participants` of chats, or `everybody`, others as best effort."""
    references: Patterns = Field(default=(), examples=[["ORD-[0-9]{6}"]])
    """RE2 patterns of order, customer and case numbers: texts show tokens for them."""
    allow: Patterns = Field(default=(), examples=[["acme( care)?"]])
    """RE2 patterns of what is left as it is, matched whole and in any case; never e-mails, phones, cards, accounts."""
    own_contacts: Contacts = Field(default=(), examples=[["help@acme.example", "+49 30 1234567"]])
    """The company's own e-mail addresses, phone numbers, cards and accounts, which texts may show; a number as people
    write it, with its country's code or without."""


class SetSpec(Entry):
    """A set of Parquet files that is published for analysts."""

    title: Text = Field(examples=["Pseudonymised messages"])
    """What the set holds."""
    set_class: SetClass = Field(alias="class")
    """`pseudonymised` sets are still personal data; `aggregate` ones have passed the release gate for counts."""
    purpose: Name
    """Key of the purpose that the set serves; only data with a valid basis for it get in."""
    domain: Name | None = None
    """Key of the pseudonymisation domain: needed for pseudonymised sets, refused for aggregate ones."""
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Columns to publish, in this order."""
    replace: dict[TextKind, TextAction] = Field(default_factory=dict)
    """What is done with kinds of personal data in texts; a kind that is not named gets a typed token."""
    withhold_hints: tuple[HintKind, ...] = tuple(HintKind)
    """Messages whose words hint at any of these are not published in a set of messages; `[]` publishes them all."""


class Gate(Section):
    """Thresholds of the release gate. Subjects are counted, never rows; the defaults are the strict ones."""

    smallest_cell_subjects: Annotated[int, Field(ge=1)] = 12
    """Fewest people behind a cell of an aggregate set."""
    largest_subject_share: Share = 0.25
    """Largest share of a cell of an aggregate set that may come from one person."""


class Keys(Section):
    """How long keys serve before `chatward keys status` calls for their rotation."""

    rotate_after: Duration = Period(months=12)
    """Longest time that a key serves which can be replaced: `chatward keys rotate` does so."""


class Limits(Section):
    """Bounds on what is read, against exports made to fill a disk or the memory."""

    archive_ratio: Annotated[int, Field(ge=1)] = 100
    """Most times that an archive may grow when unpacked."""
    archive_bytes: ByteSize = 10 * 2**30
    """Most bytes that an archive may unpack to."""
    archive_members: Annotated[int, Field(ge=1)] = 100_000
    """Most files in an archive, and in the archives that lie in it."""
    archive_depth: Annotated[int, Field(ge=1)] = 3
    """Most archives that lie within each other; 1 reads none that lies in another."""
    folder_depth: Annotated[int, Field(ge=1)] = 64
    """Most folders that lie within each other below one that was delivered."""
    folder_files: Annotated[int, Field(ge=1)] = 1_000_000
    """Most files in a folder that was delivered."""
    pull_bytes: ByteSize = 10 * 2**30
    """Most bytes of one object that is pulled."""
    pull_objects: Annotated[int, Field(ge=1)] = 100_000
    """Most objects that a location may hold."""
    field_bytes: ByteSize = 64 * 2**20
    """Most bytes of one text; a record with a longer one is rejected as `too_long`."""
