-- One row per case of two identifiers of which at least one is in weighed_nodes: how certain it is that they are one
-- person's, and what keeps them apart.
with

nodes as (
    select identity_index from weighed_nodes
),

touching as (
    select *
    from gov.identity_evidence
    where
        claimant_index in (select identity_index from nodes)
        or claimed_index in (select identity_index from nodes)
),

evidence as (
    select
        case_id,
        claimant_index,
        claimed_index,
        kind,
        source,
        max(weight) as weight,
        min(seen_at_utc) as seen_at_utc
    from touching
    group by case_id, claimant_index, claimed_index, kind, source
    having sum(if(is_withdrawn, -1, 1)) > 0
),

ends as (
    select claimant_index as identity_index from evidence
    union
    select claimed_index from evidence
),

-- all that both ends of these cases claim or are claimed by: an identifier is shared, or is not, in all its cases
claims as (
    select
        claimant_index,
        claimed_index,
        claimant_type
    from gov.identity_evidence
    where
        claimant_index in (select identity_index from ends)
        or claimed_index in (select identity_index from ends)
    group by claimant_index, claimed_index, claimant_type, kind, source
    having sum(if(is_withdrawn, -1, 1)) > 0 and kind != 'renormalised'
),

distinct_claims as (
    select distinct * from claims
),

crowded as (
    select claimant_index
    from distinct_claims
    group by claimant_index
    having count(*) > $most_claimed
),

claimants as (
    select
        claimed_index,
        claimant_type,
        list(claimant_index order by claimant_index) as claimant_indexes
    from distinct_claims
    where claimant_index not in (select claimant_index from crowded)
    group by claimed_index, claimant_type
    having count(*) > 1
),

few as (
    select
        claimed_index,
        unnest(claimant_indexes) as claimant_index,
        claimant_type
    from claimants
    where len(claimant_indexes) <= $most_claimants
),

names as (
    select
        identity_index,
        source,
        list_sort(list_distinct(list_filter(
            string_split_regex(lower(strip_accents(nfc_normalize(display_name))), '[\s.,_-]+'),
            lambda word: len(word) > 1
        ))) as words
    from gov.identifiers
    where
        display_name is not null
        and (
            identity_index in (select identity_index from ends)
            or identity_index in (select claimant_index from few)
        )
),

-- Anna, Anna Schmidt and Schmidt, Anna may be one; Anna Schmidt and Ben Schmidt are not, nor are two without a name
agreeing as (
    select distinct
        few.claimed_index,
        few.claimant_index,
        others.claimant_index as other_index
    from few
    inner join few as others
        on
            few.claimed_index = others.claimed_index
            and few.claimant_type = others.claimant_type
            and few.claimant_index < others.claimant_index
    inner join names as first_names on few.claimant_index = first_names.identity_index
    inner join names as other_names on others.claimant_index = other_names.identity_index
    where
        len(first_names.words) > 0
        and len(other_names.words) > 0
        and (
            list_has_all(first_names.words, other_names.words)
            or list_has_all(other_names.words, first_names.words)
        )
),

agreements as (
    select
        agreeing.claimed_index,
        few.claimant_type,
        count(*) as pairs
    from agreeing
    inner join few
        on
            agreeing.claimed_index = few.claimed_index
            and agreeing.claimant_index = few.claimant_index
    group by agreeing.claimed_index, few.claimant_type
),

shared as (
    select distinct claimants.claimed_index
    from claimants
    left join agreements
        on
            claimants.claimed_index = agreements.claimed_index
            and claimants.claimant_type = agreements.claimant_type
    where
        len(claimants.claimant_indexes) > $most_claimants
        or coalesce(agreements.pairs, 0) < len(claimants.claimant_indexes) * (len(claimants.claimant_indexes) - 1) / 2
),

-- the other identifier goes by the same full name where somebody else than this account's platform knows it
namesakes as (
    select distinct evidence.case_id
    from evidence
    inner join names as claimants_names on evidence.claimant_index = claimants_names.identity_index
    inner join names as claimed_names
        on
            evidence.claimed_index = claimed_names.identity_index
            and evidence.source != claimed_names.source
            and claimants_names.words = claimed_names.words
    where len(claimants_names.words) > 1
),

cases as (
    select
        case_id,
        any_value(claimant_index order by claimant_index) as first_index,
        any_value(claimed_index order by claimant_index) as second_index,
        round(1 - product(1 - weight), 9) as claimed_certainty,
        list_sort(list_distinct(list(kind))) as kinds,
        list_sort(list_distinct(list(source))) as sources,
        min(seen_at_utc) as seen_at_utc,
        bool_or(claimant_index in (select claimant_index from crowded)) as is_crowded,
        bool_or(claimed_index in (select claimed_index from shared)) as is_shared
    from evidence
    group by case_id
),

guarded as (
    select
        cases.case_id,
        cases.first_index,
        cases.second_index,
        cases.kinds || if(namesakes.case_id is null, [], ['name']) as kinds,
        cases.sources,
        cases.seen_at_utc,
        case
            when namesakes.case_id is null then cases.claimed_certainty
            else round(1 - (1 - cases.claimed_certainty) * (1 - $name_weight), 9)
        end as claimed_certainty,
        case
            when 'renormalised' in cases.kinds then null
            when 'role_mailbox' in (ones.guard, others.guard) then 'role_mailbox'
            when ones.guard = 'own_account' and coalesce(others.role, 'customer') = 'customer' then 'own_account'
            when others.guard = 'own_account' and coalesce(ones.role, 'customer') = 'customer' then 'own_account'
            when cases.is_shared or 'shared' in (ones.guard, others.guard) then 'shared'
            when cases.is_crowded then 'crowded'
        end as guard
    from cases
    left join namesakes on cases.case_id = namesakes.case_id
    left join gov.identities as ones on cases.first_index = ones.identity_index
    left join gov.identities as others on cases.second_index = others.identity_index
),

decided as (
    select
        guarded.*,
        decisions.decision
    from guarded
    left join gov.identity_decisions as decisions on guarded.case_id = decisions.case_id
)

select
    case_id,
    first_index,
    second_index,
    kinds,
    sources,
    claimed_certainty,
    guard,
    decision,
    case
        when decision = 'join' then 1
        when decision = 'part' or guard is not null then 0
        else claimed_certainty
    end as certainty,
    seen_at_utc
from decided
