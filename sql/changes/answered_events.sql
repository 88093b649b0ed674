-- One row per waiting edit whose words count no more.
select
    edits.row_number,
    edits.month
from waiting_edits as edits
inner join gov.content_changes as changes on edits.target_id = changes.target_id
where changes.is_deleted or edits.event_id != changes.event_id
