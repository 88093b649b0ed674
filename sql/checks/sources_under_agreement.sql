-- Rows that must not exist: sources with exports whose processor has no agreement, or had none when they came.
-- title: Every source's processor is bound by an agreement that is in force
-- severity: error
-- duties: d-07
-- on: governance
-- remedy: renew the agreement and write its reference and last day into the policy's `processors`
with

collected as (
    select
        source,
        max(collected_at_utc) as collected_at_utc
    from gov.files
    group by source
),

processors as (
    select * from gov.processors
),

unbound as (
    select collected.source
    from collected
    left join processors on collected.source = processors.source
    where
        coalesce(trim(processors.agreement), '') = ''
        -- the last day still counts
        or processors.expires_on < greatest(collected.collected_at_utc, $now)::date
)

select * from unbound
