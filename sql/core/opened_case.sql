-- One row per identifier of a case, and per identifier that is said to be the same as one of them, in clear.
with

ends as (
    select
        claimant_index,
        claimed_index
    from gov.identity_evidence
    where case_id = $case_id
),

own as (
    select claimant_index as identity_index from ends
    union
    select claimed_index from ends
),

beside as (
    select claimant_index as identity_index
    from gov.identity_evidence
    where claimed_index in (select identity_index from own)
    union
    select claimed_index
    from gov.identity_evidence
    where claimant_index in (select identity_index from own)
),

nodes as (
    select identity_index from own
    union
    select identity_index from beside
),

types as (
    select
        claimant_index,
        any_value(claimant_type) as claimant_type
    from gov.identity_evidence
    where claimant_index in (select identity_index from nodes)
    group by claimant_index
),

clear as (
    select
        identity_index,
        list_sort(list(distinct identifier)) as identifiers,
        list_sort(list(distinct display_name) filter (display_name is not null)) as names,
        list_sort(list(distinct source)) as sources
    from gov.identifiers
    where identity_index in (select identity_index from nodes)
    group by identity_index
),

-- months tell of persons, as they were when their records were stored
written as (
    select
        subject_id,
        sum(messages)::bigint as messages,
        max(last_at_utc) as last_at_utc
    from gov.subject_months
    group by subject_id
)

select
    nodes.identity_index in (select identity_index from own) as is_of_case,
    coalesce(identities.identifier_type, types.claimant_type) as identifier_type,
    coalesce(clear.identifiers, []) as identifiers,
    coalesce(clear.names, []) as names,
    coalesce(clear.sources, []) as sources,
    coalesce(written.messages, 0) as messages,
    written.last_at_utc
from nodes
left join gov.identities as identities on nodes.identity_index = identities.identity_index
left join types on nodes.identity_index = types.claimant_index
left join clear on nodes.identity_index = clear.identity_index
left join written on identities.subject_id = written.subject_id
where (select count(*) from own) > 0
order by is_of_case desc, identifier_type asc, identifiers asc
