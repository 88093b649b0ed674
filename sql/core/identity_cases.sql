-- One row per case of two identifiers in one of these states: what was decided or is to be decided.
with

people as (
    select
        identities.identity_index,
        identities.identifier_type,
        subjects.canonical_id
    from gov.identities as identities
    inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
),

-- what is no identity is a contact of the register
types as (
    select
        claimant_index,
        any_value(claimant_type) as claimant_type
    from gov.identity_evidence
    group by claimant_index
),

cases as (
    select
        weighed_cases.*,
        list_value(
            coalesce(ones.identifier_type, one_types.claimant_type),
            coalesce(others.identifier_type, other_types.claimant_type)
        ) as identifier_types,
        case
            when weighed_cases.decision = 'join' then 'joined'
            when weighed_cases.decision = 'part' then 'parted'
            when weighed_cases.guard in ('role_mailbox', 'own_account') then 'guarded'
            when weighed_cases.certainty >= $threshold then 'joined'
            when weighed_cases.claimed_certainty >= $doubt then 'open'
            else 'apart'
        end as state
    from weighed_cases
    left join people as ones on weighed_cases.first_index = ones.identity_index
    left join people as others on weighed_cases.second_index = others.identity_index
    left join types as one_types on weighed_cases.first_index = one_types.claimant_index
    left join types as other_types on weighed_cases.second_index = other_types.claimant_index
)

select
    case_id,
    state,
    if(state = 'open', coalesce(guard, 'weak'), null) as doubt,
    claimed_certainty,
    kinds,
    sources,
    identifier_types,
    seen_at_utc
from cases
where $states is null or list_contains($states::varchar[], state)
order by if(state = 'open', 0, 1), case_id
