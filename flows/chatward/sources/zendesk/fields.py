"""The fields that Zendesk's records are known to have, at any depth, and the keys that are data."""

import re

_PAGES = """
    tickets comments audits ticket_events users deleted_tickets suspended_tickets chats messages results events
    child_events history next_page previous_page count meta has_more links next prev end_of_stream end_time
    after_cursor after_url before_cursor before_url facets next_url prev_url generated_timestamp groups
    organizations brands metric_sets last_audits dates sharing_agreements incident_counts ticket_forms macros
    satisfaction_ratings custom_statuses slas ticket comment audit user chat suspended_ticket docs
"""
_TICKETS = """
    url id external_id via channel source from to rel address name title phone formatted_phone ticket_id subject
    channel_id profile_url username original_recipients email_ccs created_at updated_at type raw_subject description
    priority status custom_status_id recipient requester_id submitter_id assignee_id organization_id group_id
    collaborator_ids follower_ids email_cc_ids forum_topic_id problem_id has_incidents is_public due_at tags
    custom_fields value fields satisfaction_rating score reason reason_id reason_code sharing_agreement_ids followup_ids
    ticket_form_id brand_id satisfaction_probability allow_channelback allow_attachments from_messaging_channel
    generated_timestamp encoded_id metric_set metric_events metrics support_type requester submitter assignee group
    organization collaborator collaborators brand deleted_at actor previous_state cause content author message_id
    error_messages attachments deleted result_type via_id via_followup_source_id safe_update updated_stamp
    reply_time_in_minutes first_resolution_time_in_minutes full_resolution_time_in_minutes calendar business
    agent_wait_time_in_minutes requester_wait_time_in_minutes on_hold_time_in_minutes group_stations
    assignee_stations reopens replies assignee_updated_at requester_updated_at status_updated_at
    initially_assigned_at assigned_at solved_at latest_comment_added_at reply_time_in_seconds
    custom_status_updated_at policy_metrics slas
"""
_COMMENTS = """
    author_id body html_body plain_body public audit_id metadata system client ip_address location latitude
    longitude message_id raw_email_identifier json_email_identifier eml_redacted custom flags flags_options trusted
    suspension_type_id file_name content_url mapped_content_url content_type size width height inline
    malware_access_override malware_scan_result thumbnails uploads data recorded started_at call_id call_duration
    answered_by_id answered_by_name transcription_text transcription_visible formatted_from
    formatted_to recording_url brand_id line_type
    via_reference_id decoration notifications_suppressed_for
"""
_AUDITS = """
    field_name previous_value previous_replies recipients ticket_url comment_id attachment_id updater_id timestamp
    event_type comment_present comment_public macro_id macro_title macro_deleted deleted revision_id resource
    previous_subject transformed_value current_followers previous_followers current_email_ccs previous_email_ccs
    agreement_id action chat_id visitor_id chat_start_event_id conversation_id chat_index actor_id actor_name
    actor_type actor_email message original_message_type filename mime_type attachment_url parent_message_id
    is_history_context external_message_id in_business_hours scheduled_deletion original_actor
"""
_USERS = """
    email time_zone iana_time_zone shared_phone_number photo locale_id locale role verified alias active shared
    shared_agent last_login_at two_factor_auth_enabled signature details notes role_type custom_role_id moderator
    ticket_restriction only_private_comments restricted_agent suspended chat_only default_group_id report_csv
    user_fields permanently_deleted last_active remote_photo_url skip_verify_email shared_comments shared_tickets
    domain_names organization_fields agent_brand_ids identities is_staff
"""
_CHATS = """
    visitor session city region country_code country_name ip user_agent browser platform start_date end_date webpath
    started_by department_id department_name unread zendesk_ticket_id missed rating duration response_time first avg
    max triggered triggered_response agent_ids agent_names conversions engagements end_timestamp update_timestamp
    proactive dropped referrer_search_engine referrer_search_terms index msg msg_id nick sender_type options new_rating
    new_comment new_tags new_department_id new_department_name attachment total agent engagement_id department
    account_key skills_requested skills_fulfilled duration_seconds accepted assigned first_reply skills is_offline
    display_name __status invite_type
"""
_CALLS = """
    account_id detail event zendesk_event_version time current previous is_public custom_status form_id
    conversation_id app webhook version payload conversation creationReason createdAt received displayName avatarUrl
    userId subtypes altText mediaUrl mediaType mediaSize mediaId attachmentId htmlText markdownText textFallback
    blockChatInput coordinates lat long items actions text uri payload quotedMessage quotedMessageId
    externalMessageId destination destinations isFinalEvent device integrationId integrationType raw error code
    underlyingError externalId profile givenName surname authenticated clients lastSeen linkedAt
    switchboardIntegration activity participants business isDefault description iconUrl properties override intent
    submitted default postback referral template form mergedUsers surviving discarded brandId primary uuid
"""

FIELDS: frozenset[str] = frozenset(f"{_PAGES} {_TICKETS} {_COMMENTS} {_AUDITS} {_USERS} {_CHATS} {_CALLS}".split())
"""Of the Support, Chat and Sunshine Conversations APIs and of the event schema of webhooks."""

DATA_KEYS: re.Pattern[str] = re.compile(r"\d+(?:\.[\w-]+)*|system::\w+|custom_field_\d+|dev\.\w+")
"""Matches ids of chats and agents, and what names a field that the company made itself."""
