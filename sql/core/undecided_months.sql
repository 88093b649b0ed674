-- One row per stored month that holds something for which the gate must decide again.
with

people as (
    select subject_id from gov.undecided_subjects
    union
    select members.subject_id
    from gov.conversation_members as members
    inner join noted_conversations as noted on members.conversation_id = noted.conversation_id
),

-- records concern whoever they concerned when they were stored: a writer, or the customer of the conversation
persons as (
    select subjects.subject_id
    from gov.subjects as subjects
    where subjects.canonical_id in (
        select others.canonical_id
        from gov.subjects as others
        inner join people on others.subject_id = people.subject_id
    )
),

concerned as (
    select distinct months.month
    from gov.subject_months as months
    inner join persons on months.subject_id = persons.subject_id
)

select month from gov.shards
where
    $everything
    or month in (select month from concerned)
    or list_contains($read::varchar[], month)
order by month
