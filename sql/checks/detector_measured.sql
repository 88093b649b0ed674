-- Rows that must not exist: a newest measure of the detector that is of another version than the one in use.
-- title: What was measured of the detector is of the version in use
-- severity: warning
-- duties: d-34, d-39
-- on: governance
-- remedy: score it again: `chatward detect labelled.jsonl --field text --evaluate --record`
with

measures as (
    select
        measure_id,
        measured_at_utc,
        detector
    from gov.detector_measures
),

newest as (
    select * from measures
    qualify row_number() over (order by measured_at_utc desc, measure_id asc) = 1
)

select * from newest
where detector != $detector
