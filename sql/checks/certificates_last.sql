-- Rows that must not exist: servers whose certificate runs out within two weeks.
-- title: The servers that exports are pulled from have certificates for two more weeks
-- severity: warning
-- duties: d-09
-- on: governance
-- remedy: ask who runs the server to renew its certificate; a pin in the policy changes with it
with

transfers as (
    select * from gov.transfers
),

last_pulled as (
    select
        source,
        max(pulled_at_utc) as pulled_at_utc,
        arg_max(peer_expires_at_utc, pulled_at_utc) as peer_expires_at_utc
    from transfers
    group by source
),

ending as (
    select source
    from last_pulled
    where peer_expires_at_utc < pulled_at_utc + interval 14 day
)

select * from ending
