-- What a run notes of the months that it touches, until the governance database takes it over.

-- One row per month.
create or replace temp table noted_months (
    month varchar, messages bigint, events bigint, earliest_expiry_utc timestamp
);

-- One row per subject and month.
create or replace temp table noted_subjects (
    subject_id blob, month varchar, messages bigint, last_at_utc timestamp
);

-- One row per month, source, rule and due day.
create or replace temp table noted_dues (
    month varchar, source varchar, rule varchar, due_on date, messages bigint
);
