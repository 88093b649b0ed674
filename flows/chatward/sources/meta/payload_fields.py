"""The fields that webhook calls and conversations of Messenger and Instagram are known to have, at any depth."""

_CALLS = """
    object entry id time messaging standby changes field value hop_context app_id metadata messaging_product
    sender recipient timestamp user_ref community user_id is_self
"""
_MESSAGES = """
    message mid seq sticker_id text attachments type payload url title subtitle description coordinates lat
    long quick_reply reply_to story is_self_reply is_echo is_deleted is_unsupported is_forwarded nlp entities
    traits intents detected_locales locale confidence tags source commands name template_type elements
    item_url image_url buttons default_action webview_height_ratio messenger_extensions fallback_url
    quick_replies content_type product products retailer_id reel_video_id ig_post_media_id media_id generic
    sharable top_element_style order_number currency payment_method order_url summary adjustments quantity
    price subtotal shipping_cost total_tax total_cost amount address street_1 street_2 city postal_code state
    country message_edit num_edit reaction emoji action postback referral ref ad_id ads_context_data ad_title
    photo_url video_url post_id product_id flow_id referer_uri source_type is_guest_user context ctwa_clid
    link
"""
_EVENTS = """
    read delivery mids watermark optin user_token_status one_time_notif_token notification_messages_token
    notification_messages_frequency notification_messages_timezone notification_messages_status
    notification_messages_reoptin notification_messages_cta_type token_expiry_timestamp topic account_linking
    status authorization_code pass_thread_control take_thread_control request_thread_control new_owner_app_id
    previous_owner_app_id requested_owner_app_id app_roles policy_enforcement reason messaging_feedback
    feedback_screens screen_id questions follow_up feedback_id game_play game_id player_id context_type
    context_id score payment pre_checkout checkout_update requested_user_info contact_name contact_email
    contact_phone payment_credential provider_type charge_id shipping_address messaging_customer_information
    screens responses key response_feedback feedback
"""
_CHANGES = """
    from username item verb post comment_id parent_id photo photo_id photos video video_id reaction_type
    created_time published permalink_url message_tags edited_time status_type is_published updated_time
    promotion_status share_id sender_id sender_name recipient_id thread_id page_id original_media_id
    media_product_type media leadgen_id form_id adgroup_id live_broadcast_timestamp is_hidden
"""
_ANSWERS = """
    data messages participants senders former_participants to email paging cursors before after next previous
    mime_type size image_data video_data file_url preview_url animated_gif_url animated_gif_preview_url width
    height max_width max_height render_as_sticker raw_gif_image raw_webp_image rotation length video_type
    shares sticker reactions users snippet subject unread_count message_count can_reply is_owner is_subscribed
    scoped_thread_key wallpaper folder mention image_url_data limit error code
"""
FIELDS: frozenset[str] = frozenset("".join((_CALLS, _MESSAGES, _EVENTS, _CHANGES, _ANSWERS)).split())
"""Of the platform's documentation; calls of pages and of Instagram's accounts differ in which of them they have."""

BELOW: frozenset[str] = frozenset({"entry", "messages", "data"})
"""What a log or a queue put around a call or an answer is theirs."""

OPAQUE: frozenset[str] = frozenset(
    {"nlp", "payload", "ads_context_data", "image_data", "video_data", "context", "value"}
)
"""What apps and templates put into a message, and fields of changes other than messages, of which there are many."""

TYPES = {"entry": "array", "messaging": "array", "mid": "string", "timestamp": "number string"}
