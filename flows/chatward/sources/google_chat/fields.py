"""The fields that Google Chat's part of a Takeout is known to have."""

_NAMES = """
    messages creator name email user_type acting_user user_id created_date updated_date deleted_date text topic_id
    message_id message_state deletion_metadata deletion_type attached_files original_name export_name attached_gifs
    url annotations start_index length youtube_metadata id start_time url_metadata title snippet image_url domain
    private_do_not_access_or_else_safe_url_wrapped_value video_call_metadata meeting_space meeting_url meeting_code
    type format_metadata format_type font_color drive_metadata thumbnail_url gsuite_integration_metadata call_data
    call_status calendar_event_data calendar_event end_time timed all_day date tasks_data task_properties completed
    deleted description assignee old_assignee assignee_change completion_change creation deletion_change
    interaction_data user_mention_metadata custom_emoji_metadata mention_type slash_command_metadata should_not_render
    integration_config_updated membership_changed image_height image_width mime_type reactions emoji unicode
    custom_emoji short_code uid content_url reactor_emails quoted_message_metadata previous_message_versions members
    emoji_id user membership_info group_id group_name membership_state
"""

FIELDS: frozenset[str] = frozenset(_NAMES.split())
"""Names of fields at any depth."""
