-- The events of a month as its new file takes them over: without what goes and words that name somebody; what a hold
-- keeps of somebody who is erased serves no purpose any more.
select
    stored.* replace (
        coalesce(if(touched.is_erased or touched.is_held, null, touched.redacted_text), stored.text) as text,
        coalesce(if(touched.is_erased or touched.is_held, null, touched.redacted_detail), stored.detail) as detail,
        if(coalesce(touched.is_erased, false), []::varchar[], stored.purposes) as purposes,
        if(coalesce(touched.is_erased, false), least(stored.expires_at_utc, $now), stored.expires_at_utc)
            as expires_at_utc
    )
from old.events as stored
left join touched_events as touched on stored.event_id = touched.record_id
where touched.record_id is null or not touched.is_erased or touched.is_held
