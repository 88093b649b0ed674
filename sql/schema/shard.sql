-- One shard: the messages and events of one month, by the time they were sent.

-- One row per message.
create table if not exists messages (
    -- ids
    message_id blob not null,
    source varchar not null,
    file_id varchar not null,
    member varchar,
    record bigint not null,
    conversation_id blob not null,
    platform_message_id varchar,
    reply_to varchar,
    thread_key varchar,
    -- people: who wrote it, and whom it concerns
    sender_id blob,
    subject_id blob,
    sender_role varchar not null,
    -- content
    kind varchar not null,
    text varchar,
    attachments struct(name varchar, media_type varchar, size_bytes bigint)[],
    reactions struct(emoji varchar, sender_key varchar, count integer)[],
    -- flags
    is_edited boolean not null,
    -- for good; a message that a later full export lacks is only of the kind 'deleted', and may come back
    is_deleted boolean not null,
    is_forwarded boolean not null,
    -- times
    sent_at_utc timestamp not null,
    sent_at_local timestamp,
    zone_source varchar not null,
    precision varchar not null,
    -- the instant for which the content holds: of its last edit, or of the export that showed it last
    as_of_utc timestamp,
    -- what its text hints at, of what retention rules name: bit n stands for the nth kind; null where not looked for
    hints utinyint,
    -- why it may be kept, for what, and until when
    basis varchar not null,
    purposes varchar[] not null,
    rule varchar not null,
    expires_at_utc timestamp not null,
    policy_version varchar not null
);

-- One row per event: notices, edits, deletions, reactions, deliveries, calls.
create table if not exists events (
    event_id blob not null,
    source varchar not null,
    file_id varchar not null,
    member varchar,
    record bigint not null,
    conversation_id blob,
    actor_id blob,
    subject_id blob,
    event varchar not null,
    target_message_id varchar,
    target_id blob,
    text varchar,
    detail varchar,
    at_utc timestamp not null,
    at_local timestamp,
    zone_source varchar not null,
    precision varchar not null,
    hints utinyint,
    basis varchar not null,
    purposes varchar[] not null,
    rule varchar not null,
    expires_at_utc timestamp not null,
    policy_version varchar not null
);
