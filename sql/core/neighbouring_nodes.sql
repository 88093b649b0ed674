-- One row per identifier that has evidence in common with one in touched_nodes and is not in it.
-- What joins nobody does not lead on to all who name it.
with

nobodys as (
    select identity_index
    from gov.identities
    where guard in ('role_mailbox', 'own_account')
),

touched as (
    select identity_index
    from touched_nodes
    where identity_index not in (select identity_index from nobodys)
),

neighbours as (
    select claimed_index as identity_index
    from gov.identity_evidence
    where claimant_index in (select identity_index from touched)
    union
    select claimant_index
    from gov.identity_evidence
    where claimed_index in (select identity_index from touched)
)

select identity_index
from neighbours
where identity_index not in (select identity_index from touched_nodes)
