"""The fields that Slack's workspace exports are known to have, at any depth, and what they hold."""

import re

_MESSAGES = """
    type subtype ts user text client_msg_id team user_team source_team user_profile bot_id bot_profile app_id username
    icons files file file_ids attachments blocks reactions name users count replies reply_count reply_users
    reply_users_count latest_reply thread_ts parent_user_id subscribed last_read is_locked is_starred edited upload
    display_as_bot x_files topic purpose old_name inviter comment root message previous_message deleted_ts event_ts
    channel channel_type channel_name hidden no_notifications permalink metadata event_type event_payload item item_type
    room room_id huddle draft_id is_intro is_ephemeral no_unreads assistant_app_thread title_blocks
    bot_link trigger_id saved state date_create date_completed is_thread_broadcast new_broadcast unfurl_links
    unfurl_media mrkdwn members user_id ok pinned_to pinned_info _pinned user_name language translation
    workflow_id function_trigger_id list_record_id canvas_id canvas_update_section canvas_update_ts
    canvas_update_changes tombstone_by mirrored_ts id url
    token service_name service_type service_id group_id content_type original_w old_value value timestamp
    app_name bot_name wibblr reply_broadcast broadcast_thread_ts ai_context is_empty
"""
_LISTS = """
        created creator is_archived is_general is_channel is_group is_im is_mpim is_member is_private is_shared
    is_ext_shared     is_org_shared is_pending_ext_shared is_read_only is_thread_only is_non_threadable name_normalized
    previous_names     num_members pins owner canvases unlinked shared_team_ids pending_shared
    pending_connected_team_ids     internal_team_ids connected_team_ids conversation_host_id context_team_id
    parent_conversation updated priority     last_set properties is_frozen is_user_deleted is_open latest unread_count
    unread_count_display is_global_shared     is_org_default is_org_mandatory is_moved enterprise_id frozen_reason
    is_canvas is_file accepted_user     team_id deleted color real_name tz tz_label tz_offset profile is_admin is_owner
    is_primary_owner is_restricted     is_ultra_restricted is_bot is_app_user is_email_confirmed is_invited_user
    is_stranger is_forgotten is_workflow_bot     is_connector_bot who_can_share_contact_card has_2fa two_factor_type
    locale presence enterprise_user     image_24 image_32 image_48 image_72 image_192 image_512 avatar_hash email
    first_name last_name display_name     display_name_normalized real_name_normalized phone skype status_text
    status_emoji always_active bot_user_id     is_app_user is_self has_files manual_presence enterprise_name
    authorizations is_profile_only_user
"""
_OTHER_EXPORTERS = """
    replace_original delete_original slackdump_thread_replies channel_id messages reply_to response_type
    ok has_more pin_count is_limited channel_actions_ts channel_actions_count response_metadata next_cursor oldest
    api_app_id event event_id event_time event_context is_ext_shared_channel authed_users context_enterprise_id
    t id n r l nt ci p m f u ch w cu s sm sf
"""

_LOG = """
    user_name date change_type app_type admin_app_id scope scopes reason service resolution installed_app_version
    rss_feed rss_feed_change_type rss_feed_title rss_feed_url
"""

FIELDS: frozenset[str] = frozenset(f"{_MESSAGES} {_LISTS} {_LOG} {_OTHER_EXPORTERS}".split())
"""Of messages, of the lists beside them, of the integration log, and what slackdump adds, its chunks included."""

DATA_KEYS: re.Pattern[str] = re.compile(r"[UWTCGDBEF][A-Z0-9]{7,}|\d{9,10}\.\d{6}")
"""Matches ids of people, teams and channels, and times."""

OPAQUE: frozenset[str] = frozenset(
    {"blocks", "files", "file", "attachments", "profile", "user_profile", "bot_profile", "icons", "room", "metadata"}
    | {"replies", "pins", "properties", "enterprise_user", "topic", "purpose", "event_payload", "item", "comment"}
    | {"w", "f", "sf"}
    | {"latest", "saved", "root", "assistant_app_thread", "title_blocks", "translation", "canvases", "pinned_info"}
)
"""Whatever apps put into a message, files, and people's profiles: Slack adds to them all the time."""

TYPES = {
    "ts": "string number",
    "user": "string",
    "thread_ts": "string",
    "subtype": "string",
    "bot_id": "string",
    "reactions": "array",
    "blocks": "array",
    "attachments": "array",
    "is_bot": "boolean",
    "members": "array",
}
