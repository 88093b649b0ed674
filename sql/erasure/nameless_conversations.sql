-- Takes title and key, which may name somebody, from conversations of the batch that were erased and of which nothing
-- is stored or about to be.
update gov.conversations
set title = null, conversation_key = ''
where
    conversation_id in (select conversation_id from arriving_conversations)
    and conversation_id in (select digest from gov.suppressions where kind = 'conversation')
    and conversation_id not in (select conversation_id from gov.named_conversations)
    and conversation_id not in (
        select messages.conversation_id
        from (
            select
                conversation_id,
                max(sent_at_utc) as last_at_utc
            from arriving_messages
            group by conversation_id
        ) as messages
        inner join gov.suppressions as suppressions on messages.conversation_id = suppressions.digest
        group by messages.conversation_id
        having max(messages.last_at_utc) > max(suppressions.until_utc)
    )
