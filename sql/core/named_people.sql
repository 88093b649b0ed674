-- One row per identifier in clear, with the person whose it is and the name that goes with it.
with

identifiers as (
    select
        identity_index,
        identifier_type,
        identifier,
        coalesce(display_name, if(identifier_type like '%_name', identifier, null)) as display_name
    from gov.identifiers
)

select distinct
    subjects.canonical_id,
    identifiers.identifier_type,
    identifiers.identifier,
    identifiers.display_name
from identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
order by all
