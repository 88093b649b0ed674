-- One row per conversation in which somebody takes part for whom the gate must decide again, in noted_conversations.
create or replace temp table noted_conversations as
with

noted as (
    select conversation_id from gov.undecided_conversations
),

members as (
    select conversation_id
    from gov.conversation_members
    where subject_id in (select subject_id from gov.undecided_subjects)
)

select conversation_id from noted
union
select conversation_id from members
