-- One row per person who wrote in the attached shard or whom something in it concerns: who he is now, and whether a set
-- of the purpose may show what concerns him.
-- Made by itself: the people of a month are few beside all who are known, and each is looked up once, not per message.
with

met as (
    select sender_id as subject_id from shard.messages
    union
    select subject_id from shard.messages
),

known as (
    select
        met.subject_id,
        coalesce(subjects.canonical_id, met.subject_id) as canonical_id,
        coalesce(subjects.role, 'customer') as role
    from met
    left join subjects on met.subject_id = subjects.subject_id
    where met.subject_id is not null
)

select
    known.subject_id,
    known.canonical_id,
    known.role,
    permitted_subjects.is_permitted,
    permitted_subjects.changes_at_utc,
    barred_subjects.reason as barred_for
from known
left join permitted_subjects on known.canonical_id = permitted_subjects.subject_id
left join barred_subjects on known.canonical_id = barred_subjects.subject_id
