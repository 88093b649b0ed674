-- What a run notes of the months that it touches, until the governance database takes it over.

-- One row per month.
create or replace temp table noted_months (
    month varchar, messages bigint, events bigint, earliest_expiry_utc timestamp, latest_expiry_utc timestamp,
    unread_texts bigint
);

-- One row per subject and month.
create or replace temp table noted_subjects (
    subject_id blob, month varchar, messages bigint, last_at_utc timestamp
);

-- One row per month, source, rule and due day.
create or replace temp table noted_dues (
    month varchar, source varchar, rule varchar, due_on date, messages bigint, events bigint
);

-- One row per month and person, conversation or thread in which somebody wrote.
create or replace temp table noted_activities (
    month varchar, kind varchar, activity_id blob, first_at_utc timestamp, last_at_utc timestamp
);

-- One row per month, source, purposes and day on which messages with files were sent.
create or replace temp table noted_attachments (
    month varchar, source varchar, purposes varchar[], sent_on date, messages bigint
);
