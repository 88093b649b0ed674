-- One row per identifier of a subject, as exports' reactions name whoever reacted.
select
    identifiers.identifier_type || ':' || identifiers.identifier as sender_key,
    identities.subject_id
from gov.identifiers as identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
