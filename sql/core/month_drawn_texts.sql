-- One row per text of the attached shard that is looked at for a sample: a share of all, by ids and seed alone.
select
    message_id,
    text
from shard.messages
where
    coalesce(text, '') <> ''
    and not is_deleted
    and md5_number_lower(hex(message_id) || $seed) <= $threshold::uhugeint
order by message_id
