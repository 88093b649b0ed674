-- Takes title and key, which may name somebody, from conversations of the batch that were erased and of which nothing
-- is stored or about to be.
with

suppressions as (
    select
        digest,
        max(until_utc) as until_utc
    from gov.suppressions
    where kind = 'conversation'
    group by digest
),

sent as (
    select
        conversation_id,
        max(sent_at_utc) as last_at_utc
    from arriving_messages
    group by conversation_id
),

gone as (
    select conversations.conversation_id
    from arriving_conversations as conversations
    inner join suppressions on conversations.conversation_id = suppressions.digest
    left join sent on conversations.conversation_id = sent.conversation_id
    where
        coalesce(sent.last_at_utc <= suppressions.until_utc, true)
        and conversations.conversation_id not in (select conversation_id from gov.named_conversations)
)

update gov.conversations set title = null, conversation_key = ''
where conversation_id in (select conversation_id from gone)
