-- One row per stored message of which the batch has a version that counts more than what is stored.
with

offered as (
    select * from arriving
    where platform_message_id is not null
),

compared as (
    select
        offered.* exclude (is_edited, is_deleted, subject_id),
        coalesce(offered.is_edited, false) as is_edited,
        coalesce(offered.is_deleted, false) as is_deleted,
        stored.subject_id,
        content_version(
            offered.is_deleted, offered.as_of_utc, offered.kind, offered.text, offered.attachments, offered.reactions
        ) as offered_version,
        content_version(
            stored.is_deleted, stored.as_of_utc, stored.kind, stored.text, stored.attachments, stored.reactions
        ) as stored_version,
        struct_pack(
            kind := offered.kind,
            text := offered.text,
            attachments := offered.attachments,
            reactions := offered.reactions,
            is_edited := coalesce(offered.is_edited, false),
            is_deleted := coalesce(offered.is_deleted, false)
        ) as offered_content,
        struct_pack(
            kind := stored.kind,
            text := stored.text,
            attachments := stored.attachments,
            reactions := stored.reactions,
            is_edited := stored.is_edited,
            is_deleted := stored.is_deleted
        ) as stored_content
    from offered
    inner join shard.messages as stored on offered.message_id = stored.message_id
),

newer as (
    select
        message_id,
        kind,
        text,
        attachments,
        reactions,
        is_edited,
        is_deleted,
        as_of_utc,
        offered_content != stored_content as is_changed,

        -- by what a hold may keep the stored version
        subject_id,
        conversation_id,
        source,
        sent_at_utc,
        file_id
    from compared
    where offered_version > stored_version
)

select * from newer
