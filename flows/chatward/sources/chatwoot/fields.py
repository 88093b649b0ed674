"""The fields that Chatwoot's records are known to have, at any depth, and the keys that are data."""

import re

_MESSAGES = """
    payload data meta count total_count current_page has_more success event id content created_at updated_at
    message_type content_type content_attributes source_id sender sender_type sender_id contact conversation
    conversation_id account account_id inbox inbox_id private status attachments additional_attributes echo_id
    external_source_ids sentiment processed_message_content deleted in_reply_to in_reply_to_external_id items title
    value description media_url actions submitted_email submitted_values name csat_survey_response rating
    feedback_message email bcc cc to from text_content html_content full reply quoted subject date number_of_attachments
    in_reply_to multipart message_id content_type auto_reply references forwarded_message_id external_created_at
    external_error automation_rule_id campaign_id translations image_type story_sender story_id story_url
    message_id file_type extension data_url thumb_url file_size file_name width height fallback_title coordinates_lat
    coordinates_long external_url is_unsupported external_echo template_params category language processed_params
    input_type options placeholder label type uri text url
"""
_CONVERSATIONS = """
    channel can_reply contact_inbox contact_id hmac_verified pubsub_token messages assignee assignee_type team labels
    unread_count custom_attributes agent_last_seen_at contact_last_seen_at assignee_last_seen_at last_activity_at
    timestamp first_reply_created_at priority waiting_since snoozed_until muted uuid last_non_activity_message
    changed_attributes current_value previous_value sla_policy_id applied_sla sla_events display_id team_id campaign
    assignee_id mine_count unassigned_count assigned_count all_count mail_subject source in_reply_to initiated_at
    referer browser browser_name browser_version device_name platform_name platform_version browser_language
    initiated_from timestamp event_info widget_language current_conversation is_private user website_url
    website_token conversation_language changed identifier_hash
"""
_PEOPLE = """
    phone_number identifier avatar avatar_url thumbnail availability_status blocked contact_inboxes city country
    country_code company_name social_profiles facebook twitter instagram linkedin github telegram created_at_ip
    available_name availability auto_offline confirmed role custom_role_id accounts access_token provider
    display_name message_signature ui_settings uid bot_type outgoing_url bio welcome_message last_name middle_name
    location contact_type social_telegram_user_id social_telegram_user_name company_id channel_type page_id phone
    assigned_agent csat_review_notes review_notes_updated_at
"""

FIELDS: frozenset[str] = frozenset(f"{_MESSAGES} {_CONVERSATIONS} {_PEOPLE}".split())
"""Of Chatwoot's application and client APIs, of rows of its database, and of its webhook calls."""

DATA_KEYS: re.Pattern[str] = re.compile(r"\d+|[a-z]{2}(?:_[A-Z]{2})?|[A-Z].*|.* .*")
"""Matches languages of translations, parameters of templates, and attributes that the company made itself."""
