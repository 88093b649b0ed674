-- One row per subject of weighed_nodes who is another person now, or has another role.
with

members as (
    select
        identities.subject_id,
        identities.number,
        identities.role,
        -- whoever has no evidence is a person by himself
        if(labelled.label is null, identities.identity_index, null) as alone,
        labelled.label
    from gov.identities as identities
    left join labelled on identities.identity_index = labelled.identity_index::blob
    where identities.identity_index in (select identity_index from weighed_nodes)
),

people as (
    select
        label,
        alone,
        arg_min(subject_id, number) as canonical_id,
        case
            when bool_or(role = 'staff') then 'staff'
            when bool_or(role = 'bot') then 'bot'
            else 'customer'
        end as role
    from members
    group by label, alone
),

joined as (
    select
        members.subject_id,
        people.canonical_id,
        people.role
    from members
    inner join people
        on
            members.label is not distinct from people.label
            and members.alone is not distinct from people.alone
)

select
    joined.*,
    subjects.canonical_id as former_id,
    subjects.role as former_role
from joined
inner join gov.subjects as subjects on joined.subject_id = subjects.subject_id
where
    joined.canonical_id != subjects.canonical_id
    or joined.role != subjects.role
