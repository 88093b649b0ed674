-- One row per stored month within spans that are not settled.
select distinct shards.month
from gov.shards as shards
inner join gov.shown_spans as spans
    on
        shards.month >= strftime(spans.from_utc, '%Y-%m')
        and shards.month <= strftime(spans.until_utc, '%Y-%m')
where
    not spans.is_settled
    and list_contains($sources, spans.source)
order by shards.month
