-- One row per source of the shard: how many of its records have what, by their columns.
select
    source,
    count(*) as looked_at,

    -- content
    count(nullif(text, '')) as text,
    count(*) filter (len(attachments) > 0) as attachments,
    count(*) filter (kind = 'location') as locations,
    count(*) filter (kind = 'contact') as contact_cards,

    -- metadata
    count(*) filter (len(reactions) > 0) as reactions,
    count(sent_at_utc) as times
from shard.messages
group by source
order by source
