-- One row per identifier in reached_nodes, or of a person who has one of these.
with

reached as (
    select distinct identity_index from reached_nodes
),

people as (
    select distinct subjects.canonical_id
    from reached
    inner join gov.identities as identities on reached.identity_index = identities.identity_index
    inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
)

select identity_index from reached
union
select identities.identity_index
from gov.identities as identities
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
where subjects.canonical_id in (select canonical_id from people)
