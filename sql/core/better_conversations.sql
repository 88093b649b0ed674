-- One row per conversation of which more is known now: its title or kind.
with

arriving as (
    select
        conversation_id,
        any_value(title) as title,
        any_value(kind) as kind
    from arriving_conversations
    group by conversation_id
)

update gov.conversations set
    title = coalesce(conversations.title, arriving.title),
    kind = coalesce(conversations.kind, arriving.kind)
from arriving
where
    conversations.conversation_id = arriving.conversation_id
    and (
        (conversations.title is null and arriving.title is not null)
        or (conversations.kind is null and arriving.kind is not null)
    )
