-- The governance database. Instants are UTC, as their names say, and carry no zone: DuckDB computes them far faster.

-- One row: the version of these tables.
create table if not exists schema_versions (
    version integer not null
);

-- One row per export file that was collected.
create table if not exists files (
    file_id varchar not null,
    source varchar not null,
    platform varchar,
    digest varchar not null,
    size_bytes bigint not null,
    records bigint not null,
    messages bigint not null,
    events bigint not null,
    duplicates bigint not null,
    rejected bigint not null,
    refused bigint not null,
    first_at_utc timestamp,
    last_at_utc timestamp,
    date_order varchar,
    zone_sources varchar[],
    -- something of it was refused, and may have a basis now
    is_reopened boolean not null default false,
    collected_at_utc timestamp not null,
    run_id varchar not null
);

-- One row per entry of a source's folder, with what it looked like when it was last collected.
create table if not exists entries (
    source varchar not null,
    -- its place under a key: names of files name people, and would outlast what was in the files
    entry_id varchar not null,
    signature varchar not null
);

-- One row per account of a source's platform whose ids stand as they are; those of its other accounts name theirs.
create table if not exists home_accounts (
    source varchar not null,
    account varchar not null
);

-- One row per export of which nothing could be stored, until it can or is gone: made anew by every run.
create table if not exists failed_entries (
    source varchar not null,
    -- its place under a key, as of entries
    entry_id varchar not null,
    message varchar not null,
    hint varchar,
    failed_at_utc timestamp not null,
    run_id varchar not null
);

-- until version 4 these held the names of files and objects, which may be people's
drop table if exists failures;
drop table if exists pull_failures;

-- One row per source and path of something that its reader does not know; a name that may be data stands as `*`.
create table if not exists drifts (
    source varchar not null,
    path varchar not null,
    found varchar not null,
    siblings varchar[] not null,
    exports bigint not null,
    records bigint not null,
    mode varchar not null,
    found_at_utc timestamp not null,
    run_id varchar not null
);

-- One row per month whose records were looked at for the inventory, until others are stored of it; the state is the
-- detector's.
create table if not exists inventoried_months (
    month varchar not null,
    state varchar not null
);

-- One row per month, source, column and kind of data in it. Counts alone: of how many records that were looked at.
create table if not exists month_inventory (
    month varchar not null,
    source varchar not null,
    column_name varchar not null,
    holding varchar not null,
    detector varchar not null,
    hits bigint not null,
    looked_at bigint not null
);

-- One row per source, column and kind of data that it holds, with the policy's categories for it: none if undeclared.
create table if not exists data_inventory (
    source varchar not null,
    column_name varchar not null,
    holding varchar not null,
    data_category varchar,
    detector varchar not null,
    hits bigint not null,
    share double not null,
    first_seen_at_utc timestamp not null
);

-- One row per time that the detector was scored against labelled texts. Append-only.
create table if not exists detector_measures (
    measure_id varchar not null,
    measured_at_utc timestamp not null,
    detector varchar not null,
    -- ISO 3166 codes of the countries whose numbering plans it went by
    regions varchar[] not null,
    tags_names boolean not null,
    labelled_sha256 varchar not null,
    texts bigint not null
);

-- One row per measure, kind and language of the texts, and one per measure and kind for all of them: no language.
create table if not exists detector_scores (
    measure_id varchar not null,
    language varchar,
    kind varchar not null,
    is_labelled boolean not null,
    right_spans bigint not null,
    wrong_spans bigint not null,
    missed_spans bigint not null
);

-- One row per sample of stored texts that people judge, with what the detector of that version found in how many texts.
create table if not exists text_samples (
    sample_id varchar not null,
    drawn_at_utc timestamp not null,
    detector varchar not null,
    seed bigint not null,
    texts bigint not null
);

-- One row per sample and stratum: a kind of span, or the texts with or without any. How many there are of it.
create table if not exists text_sample_strata (
    sample_id varchar not null,
    stratum varchar not null,
    members bigint not null
);

-- One row per span or text to judge. Its words stand in the month's file alone.
create table if not exists text_sample_items (
    sample_id varchar not null,
    item integer not null,
    stratum varchar not null,
    month varchar not null,
    message_id blob not null,
    -- of a span, in bytes of the text
    first_byte integer,
    end_byte integer,
    -- keyed, of the text as it was when it was drawn
    text_digest blob not null
);

-- One row per verdict on an item. Append-only: the last one counts.
create table if not exists text_verdicts (
    sample_id varchar not null,
    item integer not null,
    verdict varchar not null,
    kinds varchar[] not null,
    judged_by varchar not null,
    judged_at_utc timestamp not null
);

-- One row per reason for which records of a file were refused or rejected.
create table if not exists file_reasons (
    file_id varchar not null,
    fate varchar not null,
    reason varchar not null,
    records bigint not null
);

-- One row per record that could not be read. Encrypted like everything here, and with its own due time.
create table if not exists quarantine (
    file_id varchar not null,
    member varchar,
    record bigint,
    reason varchar not null,
    raw blob,
    quarantined_at_utc timestamp not null,
    expires_at_utc timestamp not null
);

-- One row per identifier that was ever met, as a subject of its own. Those of one person share the canonical id, which
-- follows from evidence and decisions alone: a merge that is undone leaves nothing behind.
create table if not exists subjects (
    subject_id blob not null,
    canonical_id blob not null,
    -- of the person
    role varchar not null
);

-- One row per identifier, as a keyed blind index: the only link from a person to a subject id.
create table if not exists identities (
    identity_index blob not null,
    subject_id blob not null,
    identifier_type varchar not null,
    -- in which order they became known: a person keeps the subject id that was known first
    number bigint not null,
    -- what exports say of this identifier by itself
    role varchar not null,
    -- why it joins nobody, if so: role_mailbox, own_account, or shared when somebody it was shared with was forgotten
    guard varchar,
    normalisation_version varchar not null
);

-- One row per piece of evidence that two identifiers are one person's, and one per withdrawal of it. Append-only, until
-- one of the two is forgotten. What a contact of the register is told by is no identity, unless it writes itself.
create table if not exists identity_evidence (
    -- both identifiers, whatever speaks for them
    case_id varchar not null,
    -- the account or contact that is said to have the other identifier
    claimant_index blob not null,
    claimed_index blob not null,
    claimant_type varchar not null,
    kind varchar not null,
    source varchar not null,
    weight double not null,
    is_withdrawn boolean not null,
    seen_at_utc timestamp not null
);

-- One row per case of two identifiers that a person decided, as the register of decisions has it now.
create table if not exists identity_decisions (
    case_id varchar not null,
    decision varchar not null,
    decided_by varchar not null,
    decided_on date,
    taken_at_utc timestamp not null
);

-- One row per identifier in clear, for finding it in text and for answering the person.
create table if not exists identifiers (
    identity_index blob not null,
    source varchar not null,
    identifier_type varchar not null,
    identifier varchar not null,
    display_name varchar
);

-- One row per conversation.
create table if not exists conversations (
    conversation_id blob not null,
    source varchar not null,
    conversation_key varchar not null,
    title varchar,
    kind varchar
);

-- One row per person who wrote in a conversation.
create table if not exists conversation_members (
    conversation_id blob not null,
    subject_id blob not null,
    role varchar not null
);

-- One row per consent event. Append-only: when it took effect, when it was recorded, when chatward first saw it.
create table if not exists consent_events (
    event_id varchar not null,
    subject_id blob not null,
    purpose varchar not null,
    action varchar not null,
    notice_version varchar,
    effective_at_utc timestamp not null,
    recorded_at_utc timestamp not null,
    seen_at_utc timestamp not null,
    channel varchar,
    steps integer
);

-- One row per subject, purpose and span of time in which consent was valid; rebuilt from the events.
create table if not exists consent_intervals (
    subject_id blob not null,
    purpose varchar not null,
    notice_version varchar,
    granted_at_utc timestamp not null,
    ended_at_utc timestamp,
    end_reason varchar
);

-- One row per data subject about whom something came to light: what concerns him must be decided again.
create table if not exists undecided_subjects (
    subject_id blob not null
);

-- One row per data subject for whom was decided again, until what is stored of him was checked.
create table if not exists unchecked_subjects (
    subject_id blob not null
);

-- One row per conversation whose customer became another: what was written in it must be decided again.
create table if not exists undecided_conversations (
    conversation_id blob not null
);

-- One row per month in which something is being decided otherwise, until what is known of the month says so too.
create table if not exists changing_months (
    month varchar not null
);

-- One row: what the gate decides by, as the policy had it when everything stored was decided.
create table if not exists gate_states (
    fingerprint varchar not null
);

-- One row: for which kinds of hints and by which detector everything stored was looked at; none where no rule asks.
create table if not exists hint_states (
    state varchar not null
);

-- One row per message that a platform reported as edited or deleted, until that report would be past its own time. Ids
-- alone: the new words stand with the event in the shard of event_month.
create table if not exists content_changes (
    target_id blob not null,
    is_deleted boolean not null,
    edited_at_utc timestamp,
    event_id blob,
    event_month varchar,
    changed_at_utc timestamp not null,
    -- whether everything that is stored agrees with it
    is_settled boolean not null
);

-- One row per conversation that a platform reported as deleted, until that report would be past its own time: what was
-- said in it until then is gone, whenever it arrives.
create table if not exists deleted_conversations (
    conversation_id blob not null,
    deleted_at_utc timestamp not null,
    -- whether content_changes have all of it that was stored before the report
    is_settled boolean not null
);

-- One row per conversation that an export shows in full between two instants, as long as no newer one shows as much.
create table if not exists shown_spans (
    file_id varchar not null,
    source varchar not null,
    conversation_id blob not null,
    from_utc timestamp not null,
    until_utc timestamp not null,
    -- the export's latest instant
    as_of_utc timestamp not null,
    writers bigint not null,
    -- whether everything that is stored agrees with it
    is_settled boolean not null
);

-- One row per message that an export has of a conversation that it shows in full.
create table if not exists shown_messages (
    file_id varchar not null,
    conversation_id blob not null,
    message_id blob not null
);

-- One row per month in whose file something was replaced, so that it must be written anew under a new key.
create table if not exists owed_shards (
    month varchar not null,
    -- not yet while something may be replaced; a run that is cut off leaves it open
    is_certain boolean not null
);

-- One row per line of the hold register, as it stands now, and conversation that the line names.
create table if not exists holds (
    hold_id varchar not null,
    case_reference varchar not null,
    owner varchar,
    review_on date,
    -- what it keeps; of what is null, everything
    subject_id blob,
    conversation_id blob,
    source varchar,
    from_utc timestamp,
    until_utc timestamp,
    placed_at_utc timestamp not null,
    released_at_utc timestamp
);

-- One row per file that has newer words of a message which a hold keeps as it is, with the state of all holds then.
create table if not exists deferred_files (
    file_id varchar not null,
    holds_state varchar not null
);

-- One row per processor, as the policy names it now.
create table if not exists processors (
    processor varchar not null,
    source varchar not null,
    agreement varchar,
    expires_on date
);

-- One row per month that is stored: which generation of its file is the valid one.
create table if not exists shards (
    month varchar not null,
    generation integer not null,
    content_version bigint not null,
    messages bigint not null,
    events bigint not null,
    earliest_expiry_utc timestamp,
    latest_expiry_utc timestamp,
    -- texts of which is not known at what they hint; of no meaning where no retention rule asks
    unread_texts bigint not null default 0,
    -- the state of file and policy in which it last passed all checks
    checked varchar
);

-- One row per subject and month with stored records: whom a change concerns, and where; none written, no time.
create table if not exists subject_months (
    subject_id blob not null,
    month varchar not null,
    messages bigint not null,
    last_at_utc timestamp
);

-- One row per person, conversation or thread: the first and the last instant at which somebody wrote, as far as was
-- ever stored. What is disposed of meanwhile moves neither.
create table if not exists activities (
    -- 'subject', 'conversation' or 'thread'
    kind varchar not null,
    activity_id blob not null,
    first_at_utc timestamp not null,
    last_at_utc timestamp not null
);

-- One row per thread and month in which messages of it are stored.
create table if not exists thread_months (
    month varchar not null,
    thread_id blob not null
);

-- One row per line of the register of contracts: whose contract ended when, or runs still.
create table if not exists contracts (
    subject_id blob not null,
    ended_at_utc timestamp
);

-- One row per month, source and rule: how much falls due on which day.
create table if not exists due_days (
    month varchar not null,
    source varchar not null,
    rule varchar not null,
    due_on date not null,
    messages bigint not null,
    events bigint not null
);

-- One row per month, source, purposes and day on which messages were sent of whose files something is stored.
create table if not exists attachment_days (
    month varchar not null,
    source varchar not null,
    purposes varchar[] not null,
    sent_on date not null,
    messages bigint not null
);

-- One row per published partition that a release may link to.
create table if not exists partitions (
    set_name varchar not null,
    month varchar not null,
    file_name varchar not null,
    key_name varchar,
    inputs varchar not null,
    row_count bigint not null,
    size_bytes bigint not null,
    sha256 varchar not null,
    withheld varchar not null,
    stale_at_utc timestamp,
    checks varchar not null
);

-- One row: the file that tells for whom the texts of all valid partitions were searched, and the state of the tables of
-- people that it stands for.
create table if not exists searched_people (
    file_name varchar not null,
    state varchar not null
);

-- One row per disposal of records, without anything that was in them.
create table if not exists disposals (
    run_id varchar not null,
    month varchar not null,
    rule varchar not null,
    messages bigint not null,
    events bigint not null,
    disposed_at_utc timestamp not null,
    key_destroyed varchar not null,
    policy_sha256 varchar not null,
    -- of the month's file, and of the one that took its place, if anything stayed
    sha256_before varchar not null,
    sha256_after varchar,
    -- where its receipt stands in the ledger, once it does
    leaf bigint
);

-- One row per disposal of something else than records of a month: of what is stored of files, or of people.
create table if not exists record_disposals (
    run_id varchar not null,
    -- 'attachments', 'consents', 'requests' or 'identities'
    kind varchar not null,
    -- where it was: the month, or 'governance'
    place varchar not null,
    rule varchar not null,
    records bigint not null,
    disposed_at_utc timestamp not null,
    key_destroyed varchar not null,
    policy_sha256 varchar not null,
    -- of a month's file, and of the one that took its place
    sha256_before varchar,
    sha256_after varchar,
    -- where its receipt stands in the ledger, once it does
    leaf bigint
);

-- One row per key by which values in here were made, with a check value: which key it was, and no more.
create table if not exists key_states (
    key_name varchar not null,
    check_value varchar not null
);

-- One row per blind index that a former key made, since no input names its identifier any more, until one does.
create table if not exists former_indexes (
    identity_index blob not null,
    key_name varchar not null
);

-- One row per run.
create table if not exists runs (
    run_id varchar not null,
    started_at_utc timestamp not null,
    ended_at_utc timestamp,
    as_of_utc timestamp not null,
    policy_version varchar not null,
    outcome varchar not null
);

-- One row while something that was deleted is still in the bytes of this file, which must therefore be written anew.
create table if not exists owed_rewrites (
    owed_since_utc timestamp not null
);

-- One row per month of which is noted whom its records name, with the state of the shard's file that was read for it.
create table if not exists read_shards (
    month varchar not null,
    file_state varchar not null
);

-- One row per month and subject whom its records name, in any role: writer, concerned, or who reacted.
create table if not exists named_subjects (
    month varchar not null,
    subject_id blob not null
);

-- One row per month and conversation that its records belong to.
create table if not exists named_conversations (
    month varchar not null,
    conversation_id blob not null
);

-- One row per subject whom records named once, as long as nobody decided whether he is needed still.
create table if not exists once_named_subjects (
    subject_id blob not null
);

-- One row: the ledger as the last run that was closed left it.
create table if not exists ledger_heads (
    records bigint not null,
    root varchar not null,
    -- the key by which it is signed
    vkey varchar not null
);

-- One row per identifier of somebody who may have a basis that strangers lack, as far as exports were read for him.
create table if not exists based_identities (
    identity_index blob not null
);

-- One row per file that people keep and that need not be taken in again, with the state that it was last read in.
create table if not exists read_inputs (
    location varchar not null,
    state varchar not null
);

-- One row per line of a consent file that is no event.
create table if not exists consent_rejects (
    file_id varchar not null,
    location varchar not null,
    line bigint not null,
    reason varchar not null
);

-- One row per object that was pulled, in the version that was pulled last.
create table if not exists pulled_versions (
    source varchar not null,
    -- its name, which may be a person's, under a key; likewise how it, or its folder, may lie in the source's folder
    object_id varchar not null,
    entry_ids varchar[] not null,
    version varchar not null
);

-- until version 2 it held the names, which may be people's
drop table if exists pulled_objects;

-- One row per transfer of an object, or of a page of an API's answers: who sent it, how it was protected, what it was.
create table if not exists transfers (
    transfer_id varchar not null,
    source varchar not null,
    pulled_at_utc timestamp not null,
    run_id varchar not null,
    scheme varchar not null,
    protocol varchar,
    cipher varchar,
    peer_subject varchar,
    peer_issuer varchar,
    peer_fingerprint varchar,
    peer_expires_at_utc timestamp,
    sha256 varchar not null,
    size_bytes bigint not null,
    received_bytes bigint not null,
    attempts integer not null,
    -- how it compares with the digest that its place names: 'equal', 'different', or null where it names none
    manifest varchar,
    is_taken boolean not null
);

-- One row per source whose place could not be pulled from, or not wholly, in the last run that tried.
create table if not exists failed_pulls (
    source varchar not null,
    -- its name under a key; null for the place as a whole
    object_id varchar,
    -- null as soon as anybody is erased, for it may be his
    object_name varchar,
    message varchar not null,
    hint varchar,
    failed_at_utc timestamp not null,
    run_id varchar not null
);

-- One row per source and stream of an API: how far it was pulled; twice while a pull goes on that was cut off.
create table if not exists pull_cursors (
    source varchar not null,
    -- the folder that the answers are gathered in; empty for what was delivered
    batch varchar not null,
    stream varchar not null,
    cursor varchar not null
);

-- One row per page of answers that waits to be delivered, until its batch is whole.
create table if not exists pulled_pages (
    source varchar not null,
    batch varchar not null,
    page varchar not null,
    sha256 varchar not null,
    is_companion boolean not null
);

-- One row per request of a data subject, as it was received. Nothing in it says who asked: people stand in
-- request_people until the request needs them no more, and what was done in request_acts.
create table if not exists requests (
    request_id varchar not null,
    -- keyed hash of the id, by which ledger and reports name it
    reference varchar not null,
    kind varchar not null,
    regime varchar not null,
    scope varchar not null,
    purpose varchar,
    keeps boolean not null,
    channel varchar,
    received_at_utc timestamp not null,
    due_at_utc timestamp not null
);

-- One row per act on a request. Append-only: where a request stands follows from its acts.
create table if not exists request_acts (
    request_id varchar not null,
    act varchar not null,
    -- why, or how
    code varchar,
    -- of what was done in one store: how many records, and which fields of them
    store varchar,
    records bigint,
    fields varchar[],
    until_utc timestamp,
    at_utc timestamp not null,
    run_id varchar not null,
    -- rises with every act on a request
    number integer not null,
    -- where its receipt stands in the ledger, once it does
    leaf bigint
);

-- One row per request and person in it, by blind index: 'subject', whom it is about, and 'proven', who asked.
create table if not exists request_people (
    request_id varchar not null,
    part varchar not null,
    identity_index blob not null,
    identifier_type varchar not null
);

-- One row per value that an open request needs; gone when it is closed.
create table if not exists request_values (
    request_id varchar not null,
    name varchar not null,
    value varchar not null
);

-- One row per line of a file of requests that is no request.
create table if not exists request_rejects (
    file_id varchar not null,
    location varchar not null,
    line bigint not null,
    reason varchar not null
);

-- One row per restriction or objection, in force until it is lifted.
create table if not exists restrictions (
    request_id varchar not null,
    subject_id blob not null,
    -- 'restriction' or 'objection'
    kind varchar not null,
    -- that it is about; null for all
    purpose varchar,
    -- whether nothing may be disposed of meanwhile
    keeps boolean not null,
    since_utc timestamp not null,
    lifted_at_utc timestamp
);

-- One row per correction of a name or an identifier. What exports say stays beside it: texts still show it.
create table if not exists rectifications (
    request_id varchar not null,
    subject_id blob not null,
    field varchar not null,
    value varchar not null,
    rectified_at_utc timestamp not null
);

-- One row per package of somebody's data that waits to be handed over, sealed, in requests/packages.
create table if not exists packages (
    request_id varchar not null,
    subject_id blob not null,
    file_name varchar not null,
    -- of what is in it
    sha256 varchar not null,
    size_bytes bigint not null,
    made_at_utc timestamp not null,
    expires_at_utc timestamp not null
);

-- One row per erasure that was begun: whose or which records go. Counts alone stay of it.
create table if not exists erasures (
    request_id varchar not null,
    -- subject, conversation or message
    scope varchar not null,
    -- null once it is finished
    target_id blob,
    begun_at_utc timestamp not null,
    finished_at_utc timestamp,
    policy_sha256 varchar not null,
    -- where its receipt stands in the ledger, once it does
    leaf bigint
);

-- One row per erasure and store: how much of it went from there.
create table if not exists erasure_counts (
    request_id varchar not null,
    store varchar not null,
    records bigint not null
);

-- One row per erasure that is not finished and subject id of the person; merged subjects are meant, too.
create table if not exists erased_subjects (
    request_id varchar not null,
    subject_id blob not null
);

-- One row per erasure that is not finished and identifier of the person. Only the hold register and the erasure itself
-- look here: for everything else the link is gone.
create table if not exists erased_identities (
    request_id varchar not null,
    identity_index blob not null,
    identifier_type varchar not null,
    subject_id blob not null
);

-- One row per erasure that is not finished and identifier or name of the person, as others may write it.
create table if not exists erased_names (
    request_id varchar not null,
    name varchar not null,
    -- what people call themselves, as others may, too; else an identifier that nobody else has
    is_name boolean not null
);

-- One row per erasure that is not finished and month in which something may have to go yet.
create table if not exists erasure_months (
    request_id varchar not null,
    month varchar not null
);

-- One row per erasure that is not finished and export that records which went came from.
create table if not exists erased_files (
    request_id varchar not null,
    file_id varchar not null,
    -- something else of that export stays
    has_others boolean not null
);

-- One row per entry of the suppression list: of what nothing comes back that was sent until then. Of identifiers and
-- names keyed digests under the suppression key, of conversations and messages their ids, of talks that of the
-- conversation and a random one by which the list tells one person's names from another's.
create table if not exists suppressions (
    number bigint not null,
    kind varchar not null,
    digest blob not null,
    until_utc timestamp not null
);

-- One row: how long the suppression list is, its last link, and whether its file beside the ledger has all of it.
create table if not exists suppression_heads (
    entries bigint not null,
    head varchar not null,
    is_written boolean not null
);

-- One row per identifier, as a keyed blind index, of somebody who is erased and ever consented: to prove that he did.
create table if not exists consent_proofs (
    identity_index blob not null,
    subject_id blob not null
);
