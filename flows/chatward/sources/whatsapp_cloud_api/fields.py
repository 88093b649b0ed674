"""The fields that calls of the WhatsApp Cloud API are known to have, at any depth, and what they hold."""

_CALLS = """
    object entry id time changes field value messaging_product metadata display_phone_number phone_number_id contacts
    wa_id profile name user_id username errors code title message message_type error_data details href error_subcode
    error_user_msg error_user_title fbtrace_id messages message_echoes statuses calls user_preferences history
    state_sync group_id groups data threads phase chunk_order progress participants user_id_type
"""
_MESSAGES = """
        from to timestamp type context forwarded frequently_forwarded referred_product catalog_id product_retailer_id
    from_user_id recipient_user_id to_user_id parent_user_id to_parent_user_id from_parent_user_id text body preview_url
    image video audio voice document sticker caption file filename mime_type sha256 url link animated location latitude
    longitude address contacts     addresses street city state zip country country_code birthday emails email
    formatted_name first_name last_name     middle_name prefix suffix org company department phones phone urls
    interactive button_reply list_reply nfm_reply     payment_method call_permission_reply response response_source
    is_permanent expiration_timestamp response_json     description button payload order product_items quantity
    item_price currency reaction message_id emoji system     identity customer new_wa_id acknowledged created_timestamp
    hash old_id referral source_url source_type source_id     headline media_type image_url video_url thumbnail_url
    ctwa_clid welcome_message media_id unsupported edit revoke     original_message_id request_welcome header footer
    action sections rows buttons reply cards parameters display_text     template components language namespace sub_type
    index biz_opaque_callback_data flow_token flow_message_version     flow_id flow_cta flow_action flow_name poll
    poll_creation options question poll_update pin group_invite     request_for_call address_message values
    saved_address_id shipping_address street_1 house_number     in_pin_code building_name landmark_area floor_number
    tower_number validation_errors order_details     order_status reference_id subscription ephemeral message_echo
    status_message     media_placeholder history_context is_history deleted_by edited_at thread parent_group_id
    revoke_timestamp
"""
_GROUPS = """
    subject invite_link request_id join_approval_mode creation_timestamp wa_id added_participants removed_participants
    failed_participants profile_picture update_successful join_request_id reason input initiated_by
"""
_STATUSES = """
    status recipient_id recipient_type recipient_participant_id conversation origin pricing billable pricing_model
    category pricing_type payment transaction amount offset error method_type method_last_four refund receipt
    payment_timestamp recipient_participant_parent_user_id recipient_participant_user_id recipient_parent_user_id
"""
_CALLING = """
    event direction start_time end_time duration session sdp sdp_type dtmf cta_payload deeplink_payload
    connection webrtc call_id terminate_reason call_permission_reply
"""
_ACCOUNTS = """
        detail reason ban_info waba_ban_state waba_ban_date violation_info violation_type remediation restriction_info
    restriction_type expiration lock_info partner_client_certification_info waba_info waba_id owner_business_id
    ad_account_linked ad_account_id partner_app_id solution_id solution_partner_business_ids entity_type entity_id
    alert_info alert_severity alert_status alert_type alert_description decision requested_verified_name
    rejection_reason max_daily_conversation_per_phone max_daily_conversations_per_business current_limit old_limit
    display_name_status new_quality_score previous_quality_score message_template_id message_template_name
    message_template_language message_template_category message_template_element message_template_title
    message_template_footer message_template_buttons message_template_button_type message_template_button_text
    message_template_button_url message_template_button_phone_number correct_category new_category previous_category
    disable_info disable_date other_info requester wa_user opt_in contact full_name phone_number     setting_value
    business_id business_verification_status certification_status app_id auth_international_rate_eligibility
    exception_countries start_time country_code volume_tier_info tier_update_time pricing_category tier effective_month
    region user_preferences marketing_messages wa_id_change flow_event old_status new_status threshold availability
    error_rate p50_latency p90_latency requests_count errors_count alert_state error_type error_count
    phone_number_quality     business_username disconnection_info rejection_info signup_id rejection_reasons
    recommendation initiated_by
"""

FIELDS: frozenset[str] = frozenset(f"{_CALLS} {_MESSAGES} {_STATUSES} {_CALLING} {_ACCOUNTS} {_GROUPS}".split())
"""Of all fields of a subscription; versions of the API differ in which of them they send."""

BELOW: frozenset[str] = frozenset({"entry"})
"""What a log or a queue put around a call is theirs."""

OPAQUE: frozenset[str] = frozenset(
    {"interactive", "template", "errors", "pricing", "conversation", "order", "parameters", "ban_info", "lock_info"}
    | {
        "violation_info",
        "restriction_info",
        "partner_client_certification_info",
        "waba_info",
        "alert_info",
        "other_info",
    }
    | {
        "disable_info",
        "disconnection_info",
        "rejection_info",
        "volume_tier_info",
        "auth_international_rate_eligibility",
    }
)
"""What businesses composed themselves, what a delivery cost, and news of the business's own account."""

TYPES = {
    "messages": "array",
    "statuses": "array",
    "entry": "array",
    "changes": "array",
    "field": "string",
    "timestamp": "string number",
    "wa_id": "string",
    "from": "string",
}
