"""Names that Google Chat writes in a Takeout."""

FIELDS = frozenset(
    {
        "messages", "creator", "name", "email", "user_type", "created_date", "updated_date", "text", "topic_id",
        "message_id", "attached_files", "original_name", "export_name", "annotations", "start_index", "length",
        "quoted_message_metadata", "message_state", "deletion_metadata", "deletion_type", "reactions", "emoji",
        "unicode", "custom_emoji", "reactor_emails", "previous_message_versions", "upload_metadata", "members", "user",
        "membership_info", "group_id", "group_name", "membership_state", "youtube_metadata", "id", "start_time",
        "url_metadata", "title", "snippet", "image_url", "url", "mime_type", "interaction_data", "drive_metadata",
        "thumbnail_url", "video_call_metadata", "meeting_space", "meeting_code", "meeting_url", "format_metadata",
        "format_type", "font_color", "user_mention_metadata", "gender", "membership_changed_metadata",
        "affected_members", "initiator", "type", "bot_response_type", "annotation_type", "calendar_event", "video_id",
        "content_name", "content_type", "image_height", "image_width", "domain", "should_not_render", "source",
        "group_retention_settings_updated", "room_updated", "upload_metadata_type", "local_id", "attachment_token",
        "description", "guidelines", "access_settings", "custom_emoji_name", "shortcode", "chip_render_type", "state",
        "is_from_web", "app_profile", "backend_upload_metadata", "quote_type", "quoted_message", "task_metadata",
    }
)  # fmt: skip
