-- One row per conversation that records of the attached shard belong to.
select conversation_id from shard.messages
union
select conversation_id from shard.events
where conversation_id is not null
