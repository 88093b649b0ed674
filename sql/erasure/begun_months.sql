-- One row per erasure that begins now and stored month in which something may have to go: whose records name the
-- person, in which he may be named by others whom he talked with, or of which it is not noted whom they name. In which
-- month a message is, nobody noted.
with

begun as (
    select
        request_id,
        scope
    from begun_erasures
),

concerned as (
    select
        begun.request_id,
        named.month
    from begun_subjects as begun
    inner join gov.named_subjects as named on begun.subject_id = named.subject_id
    union
    select
        begun.request_id,
        months.month
    from begun_subjects as begun
    inner join gov.subject_months as months on begun.subject_id = months.subject_id
    union
    select
        begun.request_id,
        named.month
    from begun_subjects as begun
    inner join gov.conversation_members as members on begun.subject_id = members.subject_id
    inner join gov.named_conversations as named on members.conversation_id = named.conversation_id
    union
    select
        begun.request_id,
        named.month
    from begun_conversations as begun
    inner join gov.named_conversations as named on begun.conversation_id = named.conversation_id
    union
    select
        begun.request_id,
        unread.month
    from begun
    cross join unread_months as unread
    union
    select
        begun.request_id,
        shards.month
    from begun
    cross join gov.shards as shards
    where begun.scope = 'message'
)

select
    concerned.request_id,
    concerned.month
from concerned
inner join gov.shards as shards on concerned.month = shards.month
