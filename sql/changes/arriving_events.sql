-- One row per event of a month that arrives and may be kept, without the words of edits that count no more.
create or replace temp view arriving as
select
    events.* replace (
        if(answers.row_number is null, events.text, null) as text,
        if(answers.row_number is null, events.detail, null) as detail,
        if(answers.row_number is null, events.hints, null) as hints
    )
from arriving_rows as events
left join answers on events.row_number = answers.row_number
