-- One row per record: on which basis, for what and until when it may be kept, or why it may not.
with

concerned as (
    select
        *,
        writer_role in ('staff', 'bot') and coalesce(writing_person_id = subject_id, false) as is_own_affair
    from judged_records
),

offers as (
    select * from batch_offers
),

consents as (
    select
        subject_id,
        list(struct_pack(purpose := purpose, since := granted_at_utc, until := ended_at_utc)) as spans
    from gov.consent_intervals
    -- whom records may concern: asking the records themselves would have all of them computed before the first is gated
    where
        subject_id in (select subject_id from batch_people)
        or subject_id in (select customer_id from batch_customers)
    group by subject_id
),

consented as (
    select
        concerned.*,
        offers.offers,
        list_transform(
            list_filter(
                coalesce(consents.spans, []),
                lambda s: s.since <= concerned.at_utc and (s.until is null or concerned.at_utc < s.until)
            ),
            lambda s: s.purpose
        ) as consented_purposes
    from concerned
    inner join offers
        on
            concerned.source = offers.source
            and coalesce(concerned.hints, 0) & $named_hints = offers.hints
    left join consents on concerned.subject_id = consents.subject_id
),

based as (
    select
        * exclude (offers, consented_purposes),
        list_filter(
            offers,
            lambda o: if(
                is_own_affair,
                o.staff_basis is not null,
                not o.needs_consent or list_contains(consented_purposes, o.purpose)
            )
        ) as based_offers
    from consented
),

timely as (
    select
        * exclude (based_offers),
        len(based_offers) > 0 as has_basis,
        -- what a later event lets the period begin at is not past it for its age
        list_filter(
            based_offers,
            lambda o: (o.is_moving or at_utc + o.period > $now) and not is_suppressed
        ) as valid_offers
    from based
),

gated as (
    select
        * exclude (valid_offers, has_basis, is_own_affair, is_suppressed),
        case
            when at_utc is null then 'no_time'
            when is_suppressed then 'suppressed'
            when len(valid_offers) > 0 then null
            when has_basis then 'past_retention'
            else 'no_basis'
        end as refused,
        -- offers come longest period first
        if(is_own_affair, valid_offers[1].staff_basis, valid_offers[1].basis) as basis,
        list_transform(valid_offers, lambda o: o.purpose) as purposes,
        valid_offers[1].rule as rule,
        at_utc + valid_offers[1].period as expires_at_utc,
        $policy_version as policy_version
    from timely
)

select * from gated
