-- One row per source and type of identifier of the people in it.
select
    source,
    identifier_type,
    count(*) as identifiers,
    count(display_name) as names
from gov.identifiers
group by source, identifier_type
order by source, identifier_type
