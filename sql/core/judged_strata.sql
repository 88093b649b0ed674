-- One row per stratum of the newest sample: its members, what of it was drawn and judged, and how it was judged.
with

samples as (
    select * from gov.text_samples
    qualify row_number() over (order by drawn_at_utc desc, sample_id asc) = 1
),

verdicts as (
    select
        sample_id,
        item,
        verdict,
        kinds
    from gov.text_verdicts
    qualify row_number() over (partition by sample_id, item order by judged_at_utc desc, rowid desc) = 1
),

judged as (
    select
        items.sample_id,
        items.stratum,
        verdicts.verdict,
        coalesce(verdicts.kinds, []) as kinds
    from gov.text_sample_items as items
    left join verdicts on items.sample_id = verdicts.sample_id and items.item = verdicts.item
)

select
    strata.stratum,
    strata.members,
    count(judged.stratum) as drawn,
    count(judged.verdict) as judged,
    count(*) filter (judged.verdict = 'right') as right_spans,
    count(*) filter (judged.verdict = 'kind') as other_kind,
    coalesce(flatten(list(judged.kinds) filter (judged.verdict = 'missed')), []) as missed_kinds
from samples
inner join gov.text_sample_strata as strata on samples.sample_id = strata.sample_id
left join judged on strata.sample_id = judged.sample_id and strata.stratum = judged.stratum
group by strata.stratum, strata.members
order by strata.stratum
