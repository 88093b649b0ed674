-- Rows that must not exist: messages that are stored twice.
-- title: No message is stored twice, however often it was delivered
-- severity: error
-- duties: d-31, d-35
-- on: shard
-- remedy: a redelivered export was taken for a new one: report it with the platform and how it was exported
with

messages as (
    select * from shard.messages
),

repeated as (
    select message_id
    from messages
    group by message_id
    having count(*) > 1
)

select * from repeated
