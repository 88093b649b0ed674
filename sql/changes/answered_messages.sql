-- The concerned_messages, of all that arrived those of which other words count now, with these.
select
    messages.* replace (
        case
            when newer.is_deleted then null
            when newer.is_replaced then newer.text
            else messages.text
        end as text,
        -- it was decided by the words as they arrived; by the newer ones it is decided again
        if(newer.is_replaced, null, messages.hints) as hints,
        if(newer.is_deleted, null, messages.attachments) as attachments,
        if(newer.is_deleted, null, messages.reactions) as reactions,
        if(newer.is_deleted, 'deleted', messages.kind) as kind,
        coalesce(messages.is_deleted, false) or coalesce(newer.is_deleted, false) as is_deleted,
        coalesce(messages.is_edited, false) or coalesce(newer.is_replaced, false) as is_edited,
        if(newer.is_replaced, newer.edited_at_utc, messages.as_of_utc) as as_of_utc
    )
from concerned_messages as messages
inner join answered_changes as newer on messages.row_number = newer.row_number
