-- One row per span that a newer export shows as well, and with as many writers.
select distinct
    former.file_id,
    former.conversation_id
from gov.shown_spans as former
inner join gov.shown_spans as newer
    on
        former.conversation_id = newer.conversation_id
        and former.from_utc >= newer.from_utc
        and former.until_utc <= newer.until_utc
        and former.as_of_utc < newer.as_of_utc
        and former.writers <= newer.writers
