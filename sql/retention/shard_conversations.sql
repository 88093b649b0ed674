-- One row per conversation that records in named_messages and named_events belong to.
select distinct conversation_id from named_messages
union
select distinct conversation_id from named_events
where conversation_id is not null
