-- The messages of a month as its new file takes them over: without what goes, without words that name somebody and his
-- reactions; what a hold keeps of somebody who is erased serves no purpose any more.
select
    stored.* replace (
        coalesce(if(touched.is_erased or touched.is_held, null, touched.redacted_text), stored.text) as text,
        if(
            touched.record_id is null or touched.is_erased or touched.is_held,
            stored.reactions,
            list_filter(stored.reactions, lambda r: not coalesce(list_contains($reactors, r.sender_key), false))
        ) as reactions,
        if(coalesce(touched.is_erased, false), []::varchar[], stored.purposes) as purposes,
        if(coalesce(touched.is_erased, false), least(stored.expires_at_utc, $now), stored.expires_at_utc)
            as expires_at_utc
    )
from old.messages as stored
left join touched_messages as touched on stored.message_id = touched.record_id
where touched.record_id is null or not touched.is_erased or touched.is_held
