-- Rows that must not exist: purposes for which a no takes more steps than a yes.
-- title: Withdrawing consent takes no more steps than giving it
-- severity: warning
-- duties: d-05
-- on: governance
-- remedy: shorten the way to withdraw in the channel that asks for consent (GDPR Art. 7(3))
with

consent_events as (
    select * from gov.consent_events
),

steps as (
    select
        purpose,
        median(steps) filter (where action = 'granted') as steps_to_give,
        median(steps) filter (where action = 'withdrawn') as steps_to_withdraw
    from consent_events
    group by purpose
),

uneven as (
    select purpose
    from steps
    where steps_to_withdraw > steps_to_give
)

select * from uneven
