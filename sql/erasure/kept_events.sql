-- The events of a month as its new file takes them over: without what goes and words that name somebody; what a hold
-- keeps of somebody who is erased serves no purpose any more.
select
    stored.* replace (
        if(
            touched.record_id is null or touched.is_erased or touched.is_held,
            stored.text,
            regexp_replace(regexp_replace(stored.text, $pattern, $redacted, 'gi'), $pattern, $redacted, 'gi')
        ) as text,
        if(
            touched.record_id is null or touched.is_erased or touched.is_held,
            stored.detail,
            regexp_replace(regexp_replace(stored.detail, $pattern, $redacted, 'gi'), $pattern, $redacted, 'gi')
        ) as detail,
        if(coalesce(touched.is_erased, false), []::varchar[], stored.purposes) as purposes,
        if(coalesce(touched.is_erased, false), least(stored.expires_at_utc, $now), stored.expires_at_utc)
            as expires_at_utc
    )
from old.events as stored
left join touched_events as touched on stored.event_id = touched.record_id
where touched.record_id is null or not touched.is_erased or touched.is_held
