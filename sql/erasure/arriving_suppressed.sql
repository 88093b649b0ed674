-- One row per person of a batch who was erased, and whether he is absent: nobody who is known already, and who sent
-- nothing since.
with

people as (
    select distinct
        suppressed.person,
        suppressed.until_utc,
        bool_or(identities.identity_index is not null) over (partition by suppressed.person) as is_known
    from suppressed
    inner join named on suppressed.person = named.person
    left join gov.identities as identities on named.identity_index = identities.identity_index
),

sent as (
    select
        sender_index as person,
        max(sent_at_utc) as last_at_utc
    from arriving_messages
    group by sender_index
    union all
    select
        actor_index as person,
        max(at_utc) as last_at_utc
    from arriving_events
    group by actor_index
),

returned as (
    select distinct people.person
    from people
    inner join sent on people.person = sent.person
    where sent.last_at_utc > people.until_utc
)

select
    people.person,
    people.until_utc,
    not people.is_known and returned.person is null as is_absent
from people
left join returned on people.person = returned.person
