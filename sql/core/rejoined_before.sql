-- One row per subject who was known before and is another person now or has another role, and per person he was.
with

known as (
    select *
    from rejoined
    where subject_id not in (select subject_id from new_identities)
),

others as (
    select
        subject_id,
        former_id
    from known
    where canonical_id != former_id
),

others_by_role as (
    select
        subject_id,
        former_id
    from known
    where
        canonical_id = former_id
        and subject_id in (select subject_id from gov.conversation_members)
),

concerned as (
    select * from others
    union all
    select * from others_by_role
)

select subject_id from concerned
union
select former_id from concerned
