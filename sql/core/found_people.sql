-- One row per person whom sought_nodes lead to, by what hangs together in labelled.
with

labels as (
    select
        identity_index::blob as identity_index,
        label
    from labelled
),

-- all of a joined person is found with any part of him
sought as (
    select identities.identity_index
    from gov.identities as identities
    inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
    where subjects.canonical_id in (
        select others.canonical_id
        from gov.subjects as others
        inner join gov.identities as theirs on others.subject_id = theirs.subject_id
        where theirs.identity_index in (select identity_index from sought_nodes)
    )
),

sought_labels as (
    select distinct labels.label
    from labels
    inner join sought on labels.identity_index = sought.identity_index
),

found as (
    select identity_index from sought
    union
    select identity_index
    from labels
    where label in (select label from sought_labels)
)

select distinct subjects.canonical_id
from found
inner join gov.identities as identities on found.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
