-- One row per person who wrote in a conversation of the batch and was not known to.
with

writers as (
    select distinct
        conversation_id,
        sender_index as person
    from arriving_messages
    where sender_index is not null
),

arriving as (
    select distinct
        writers.conversation_id,
        people.writer_id as subject_id,
        people.role
    from writers
    inner join batch_people as people on writers.person = people.person
),

unknown as (
    select
        arriving.conversation_id,
        arriving.subject_id,
        arriving.role
    from arriving
    anti join gov.conversation_members as known
        on
            arriving.conversation_id = known.conversation_id
            and arriving.subject_id = known.subject_id
)

insert into gov.conversation_members by name
select * from unknown
