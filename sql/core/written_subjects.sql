-- One row per subject whom messages of the attached shard concern: how many, and when the first and the last was sent.
select
    subject_id,
    count(*) as messages,
    min(sent_at_utc) as first_at_utc,
    max(sent_at_utc) as last_at_utc
from shard.messages
where subject_id is not null
group by subject_id
