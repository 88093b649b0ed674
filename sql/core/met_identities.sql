-- One row per arriving identifier that is not known, in new_identities. Of those that are known, what is said of them
-- is taken over, and who changed by it stands in touched_nodes. Staff stays staff whatever a later export says.
create or replace temp table met as
select
    identity_index::blob as identity_index,
    min(identifier_type) as identifier_type,
    case
        when bool_or(role = 'staff') then 'staff'
        when bool_or(role = 'bot') then 'bot'
        else 'customer'
    end as role,
    min(guard) as guard
from arriving_identities
group by all;

create or replace temp table new_identities as
select
    met.*,
    null::blob as subject_id,
    row_number() over () - 1 as place
from met
anti join gov.identities as known on met.identity_index = known.identity_index;

create or replace temp table touched_nodes as
select met.identity_index
from met
inner join gov.identities as known on met.identity_index = known.identity_index
where
    (met.role != 'customer' and known.role = 'customer')
    or (met.role = 'staff' and known.role = 'bot')
    or (met.guard is not null and known.guard is null);

update gov.identities set
    role = if(identities.role = 'customer' or met.role = 'staff', met.role, identities.role),
    guard = coalesce(identities.guard, met.guard)
from met
where
    identities.identity_index = met.identity_index
    and identities.identity_index in (select identity_index from touched_nodes)
