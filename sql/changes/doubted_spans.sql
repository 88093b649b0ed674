-- Unsettles the spans beside which words of before their export arrive that the export itself lacks.
with

doubted as (
    select distinct
        spans.file_id,
        spans.conversation_id
    from gov.shown_spans as spans
    inner join arriving_words as older
        on
            spans.conversation_id = older.conversation_id
            and spans.from_utc < older.at_utc
            and spans.until_utc > older.at_utc
            and spans.as_of_utc > older.as_of_utc
    anti join gov.shown_messages as shown
        on spans.file_id = shown.file_id and older.message_id = shown.message_id
)

update gov.shown_spans set is_settled = false
from doubted
where
    shown_spans.file_id = doubted.file_id
    and shown_spans.conversation_id = doubted.conversation_id
