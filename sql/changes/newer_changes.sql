-- One row per message that arriving events report as edited or deleted, or that arrives of a deleted conversation,
-- merged with what was known of it; none where nothing is new.
with

arriving as (
    select
        target_id,
        event = 'message_deleted' as is_deleted,
        if(event = 'message_edited', at_utc, null) as edited_at_utc,
        if(event = 'message_edited', event_id, null) as event_id,
        if(event = 'message_edited', month, null) as event_month,
        at_utc as changed_at_utc
    from arriving_events
    where
        target_id is not null
        and at_utc is not null
    union all
    select
        messages.message_id as target_id,
        true as is_deleted,
        null as edited_at_utc,
        null as event_id,
        null as event_month,
        deleted.deleted_at_utc as changed_at_utc
    from arriving_times as messages
    inner join gov.deleted_conversations as deleted on messages.conversation_id = deleted.conversation_id
    where messages.sent_at_utc <= deleted.deleted_at_utc
),

known as (
    select
        target_id,
        is_deleted,
        edited_at_utc,
        event_id,
        event_month,
        changed_at_utc
    from gov.content_changes
    where target_id in (select target_id from arriving)
),

told as (
    select * from arriving
    union all
    select * from known
),

merged as (
    select
        target_id,
        bool_or(is_deleted) as is_deleted,
        max(edited_at_utc) as edited_at_utc,
        arg_max(event_id, row(edited_at_utc, event_id)) filter (where event_id is not null) as event_id,
        arg_max(event_month, row(edited_at_utc, event_id)) filter (where event_id is not null) as event_month,
        max(changed_at_utc) as changed_at_utc
    from told
    group by target_id
),

newer as (
    select * from merged
    except
    select * from known
)

select * from newer
