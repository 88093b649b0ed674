-- One row per erasure that begins now and word that may name the person: his identifiers and the names that go with
-- them, and whether it is a name, as others may have it, too.
with

identifiers as (
    select
        begun.request_id,
        identifiers.identifier_type,
        identifiers.identifier,
        identifiers.display_name
    from begun_identities as begun
    inner join gov.identifiers as identifiers on begun.identity_index = identifiers.identity_index
),

named as (
    select
        request_id,
        identifier as name,
        ends_with(identifier_type, 'name') as is_name
    from identifiers
    union
    select
        request_id,
        display_name as name,
        true as is_name
    from identifiers
)

select
    request_id,
    name,
    is_name
from named
where name is not null
