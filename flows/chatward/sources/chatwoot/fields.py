"""Names that Chatwoot writes in calls and answers."""

FIELDS = frozenset(
    {
        "event", "id", "content", "created_at", "updated_at", "message_type", "content_type", "content_attributes",
        "source_id", "sender", "contact", "conversation", "account", "inbox", "attachments", "private", "status",
        "channel", "inbox_id", "conversation_id", "account_id", "sender_id", "sender_type", "type", "name", "email",
        "phone_number", "identifier", "thumbnail", "avatar", "avatar_url", "additional_attributes",
        "custom_attributes", "custom_filter", "blocked", "messages", "meta", "payload", "data", "assignee", "team",
        "hmac_verified", "contact_inbox", "contact_inbox_id", "contact_id", "pubsub_token", "labels", "can_reply",
        "unread_count", "agent_last_seen_at", "contact_last_seen_at", "assignee_last_seen_at", "last_activity_at",
        "timestamp", "snoozed_until", "waiting_since", "first_reply_created_at", "priority", "changed_attributes",
        "current_value", "previous_value", "external_source_ids", "processed_message_content", "sentiment",
        "extension", "data_url", "thumb_url", "file_size", "file_type", "message_id",
        "coordinates_lat", "coordinates_long", "fallback_title", "deleted", "in_reply_to", "in_reply_to_external_id",
        "items", "submitted_values", "submitted_email", "external_created_at", "external_error", "is_unsupported",
        "story_id", "story_sender", "story_url", "available_name", "role", "confirmed", "availability_status",
        "muted", "uuid", "sla_policy_id", "applied_sla", "sla_events", "last_non_activity_message", "availability",
        "country_code", "browser", "referer", "initiated_at", "browser_language", "mail_subject", "in_reply_to_email",
        "bcc_emails", "cc_emails", "to_emails", "event_info", "current_conversation", "source", "description",
    }
)  # fmt: skip
