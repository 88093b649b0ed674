-- One row per conversation that was not known.
with

arriving as (
    select
        conversation_id,
        any_value(source) as source,
        any_value(conversation_key) as conversation_key,
        any_value(title) as title,
        any_value(kind) as kind
    from arriving_conversations
    group by conversation_id
),

unknown as (
    select
        arriving.conversation_id,
        arriving.source,
        arriving.conversation_key,
        arriving.title,
        arriving.kind
    from arriving
    anti join gov.conversations as known on arriving.conversation_id = known.conversation_id
)

insert into gov.conversations by name
select * from unknown
