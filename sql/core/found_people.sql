-- One row per asker of sought_nodes and person whom these lead to, by what hangs together in labelled.
with

labels as (
    select
        identity_index::blob as identity_index,
        label
    from labelled
),

-- all of a joined person is found with any part of him
sought as (
    select distinct
        nodes.asker,
        identities.identity_index
    from sought_nodes as nodes
    inner join gov.identities as theirs on nodes.identity_index = theirs.identity_index
    inner join gov.subjects as others on theirs.subject_id = others.subject_id
    inner join gov.subjects as subjects on others.canonical_id = subjects.canonical_id
    inner join gov.identities as identities on subjects.subject_id = identities.subject_id
),

sought_labels as (
    select distinct
        sought.asker,
        labels.label
    from labels
    inner join sought on labels.identity_index = sought.identity_index
),

found as (
    select
        asker,
        identity_index
    from sought
    union
    select
        sought_labels.asker,
        labels.identity_index
    from labels
    inner join sought_labels on labels.label = sought_labels.label
)

select distinct
    found.asker,
    subjects.canonical_id
from found
inner join gov.identities as identities on found.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
