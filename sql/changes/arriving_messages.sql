-- One row per message of a month that arrives and may be kept: as it was read, or as other words count now.
create or replace temp view arriving as
select
    messages.* replace (
        case
            when answers.is_deleted then null
            when answers.is_replaced then answers.text
            else messages.text
        end as text,
        -- it was decided by the words as they arrived; by the newer ones it is decided again
        if(answers.is_replaced, null, messages.hints) as hints,
        if(answers.is_deleted, null, messages.attachments) as attachments,
        if(answers.is_deleted, null, messages.reactions) as reactions,
        if(answers.is_deleted, 'deleted', messages.kind) as kind,
        coalesce(messages.is_deleted, false) or coalesce(answers.is_deleted, false) as is_deleted,
        coalesce(messages.is_edited, false) or coalesce(answers.is_replaced, false) as is_edited,
        if(answers.is_replaced, answers.edited_at_utc, messages.as_of_utc) as as_of_utc
    )
from arriving_rows as messages
left join answers on messages.row_number = answers.row_number
