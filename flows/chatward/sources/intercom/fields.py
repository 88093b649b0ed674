"""The fields that Intercom's records are known to have, at any depth, and the keys that are data."""

import re

_PAGES = """
    type pages page per_page total_pages total_count next starting_after prev has_more url limited errors scroll_param
    request_id conversations tickets data contacts users leads admins
"""
_CONVERSATIONS = """
    id created_at updated_at waiting_since snoozed_until source conversation_message delivered_as subject body author
    attachments redacted name content_type filesize width height duration external_id first_contact_reply
    admin_assignee_id team_assignee_id open state read tags applied_at applied_by priority sla_applied sla_name
    sla_status statistics conversation_rating rating remark contact teammate teammates title custom_attributes topics
    ticket linked_objects category ai_agent ai_agent_participated source_type source_title last_answer_type
    resolution_state rating_remark content_sources conversation_parts part_type notified_at assigned_to from_ai_agent
    is_ai_answer email app_package_code app_package_id metadata event_details quick_reply_options text uuid language
    time_to_assignment time_to_admin_reply time_to_first_close time_to_last_close median_time_to_reply
    first_contact_reply_at first_assignment_at first_admin_reply_at first_close_at last_assignment_at
    last_assignment_admin_reply_at last_contact_reply_at last_admin_reply_at last_close_at last_closed_by_id
    last_closed_by count_reopens count_assignments count_conversation_parts handling_time adjusted_handling_time
    assigned_team_first_response_time assigned_team_first_response_time_in_office_hours customers user assignee company
    companies email_message_metadata email_address_headers ecc_cc message_id brand channel initiated_from
    workflow_preview copilot_used locale conversation_id value action attribute result ai_subtitle summary
"""
_TICKETS = """
    ticket_id ticket_attributes _default_title_ _default_description_ ticket_state ticket_state_internal_label
    ticket_state_external_label ticket_type description icon archived is_internal ticket_type_attributes ticket_parts
    previous_ticket_state is_shared category app_package updated_attribute_data label internal_label external_label
"""
_PEOPLE = """
    workspace_id role phone formatted_phone avatar image_url owner_id social_profiles has_hard_bounced
    marked_email_as_spam unsubscribed_from_emails unsubscribed_from_sms signed_up_at remote_created_at last_seen_at
    last_request_at last_replied_at last_contacted_at last_email_opened_at last_email_clicked_at language_override
    browser browser_version browser_language os location location_data country region city country_code continent_code
    city_name continent_code country_name latitude longitude postal_code region_name timezone android_app_name
    android_app_version android_device android_os_version android_sdk_version android_last_seen_at ios_app_name
    ios_app_version ios_device ios_os_version ios_sdk_version ios_last_seen_at notes opted_out_subscription_types
    opted_in_subscription_types utm_campaign utm_content utm_medium utm_source utm_term referrer user_id anonymous
    pseudonym app_id session_count segments do_not_track away_mode_enabled away_mode_reassign has_inbox_seat job_title
    team_ids team_priority_level email_verified sms_consent enabled_push_messaging is_bot is_email_domain plan size
    website industry monthly_spend company_id created primary_team_ids secondary_team_ids user_agent_data username
"""
_CALLS = """
    topic item links self delivery_status delivery_attempts delivered_at first_sent_at consent_type default_translation
    translations content_types message subscription
"""

FIELDS: frozenset[str] = frozenset(f"{_PAGES} {_CONVERSATIONS} {_TICKETS} {_PEOPLE} {_CALLS}".split())
"""Of Intercom's API, whose versions differ in which of them they have, and of its webhook calls."""

DATA_KEYS: re.Pattern[str] = re.compile(r"[A-Z].*|.* .*")
"""Matches attributes that the company made itself: people name them in their own words."""
