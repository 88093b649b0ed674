-- One row per text that is looked at: of each source those with the first ids, which are keyed digests and so a sample.
select
    source,
    text
from shard.messages
where coalesce(text, '') <> ''
qualify row_number() over (partition by source order by message_id) <= $most
order by source, message_id
