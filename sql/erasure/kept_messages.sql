-- The messages of a month of which something goes and something stays, as its new file takes them over: without words
-- that name somebody and his reactions; what a hold keeps of somebody who is erased serves no purpose any more. At what
-- the words that stay hint is looked for again.
select
    stored.* replace (
        coalesce(if(touched.is_erased or touched.is_held, null, touched.redacted_text), stored.text) as text,
        coalesce(if(touched.is_erased or touched.is_held, null, touched.redacted_attachments), stored.attachments)
            as attachments,
        if(
            touched.is_erased or touched.is_held,
            stored.reactions,
            list_filter(stored.reactions, lambda r: not coalesce(list_contains($reactors, r.sender_key), false))
        ) as reactions,
        if(touched.redacted_text is null or touched.is_erased or touched.is_held, stored.hints, null) as hints,
        if(touched.is_erased, []::varchar[], stored.purposes) as purposes,
        if(touched.is_erased, least(stored.expires_at_utc, $now), stored.expires_at_utc)
            as expires_at_utc
    )
from old.messages as stored
inner join touched_messages as touched on stored.message_id = touched.record_id
where not touched.is_erased or touched.is_held
