-- One row per piece of evidence that is new, and per piece that its source does not give any more, in new_evidence.
create or replace temp table new_evidence as
with

weights as (
    select
        unnest($kinds::varchar[]) as kind,
        unnest($weights::double[]) as weight
),

arriving as (
    select distinct
        claims.claimant_index::blob as claimant_index,
        claims.claimed_index::blob as claimed_index,
        claims.claimant_type,
        claims.kind,
        claims.source,
        weights.weight
    from arriving_claims as claims
    inner join weights on claims.kind = weights.kind
    where claims.claimant_index != claims.claimed_index
),

known as (
    select
        claimant_index,
        claimed_index,
        any_value(claimant_type) as claimant_type,
        kind,
        source,
        max(weight) as weight
    from gov.identity_evidence
    where
        claimant_index in (select claimant_index from arriving)
        or source = $whole
    group by claimant_index, claimed_index, kind, source
    having sum(if(is_withdrawn, -1, 1)) > 0
),

former as (
    select identity_index
    from gov.identities
    where normalisation_version != $version
),

added as (
    select
        arriving.*,
        false as is_withdrawn
    from arriving
    anti join known
        on
            arriving.claimant_index = known.claimant_index
            and arriving.claimed_index = known.claimed_index
            and arriving.kind = known.kind
            and arriving.source = known.source
),

withdrawn as (
    select
        known.*,
        true as is_withdrawn
    from known
    anti join arriving
        on
            known.claimant_index = arriving.claimant_index
            and known.claimed_index = arriving.claimed_index
            and known.kind = arriving.kind
            and known.source = arriving.source
    -- a register that is read anew names former forms no more, and they are the same person's still
    anti join former on known.claimed_index = former.identity_index
    where known.source = $whole
),

changed as (
    select * from added
    union all by name
    select * from withdrawn
)

select
    *,
    -- indexes are keyed already
    left(
        sha256(least(claimant_index, claimed_index) || greatest(claimant_index, claimed_index)), 16
    ) as case_id,
    $now as seen_at_utc
from changed
