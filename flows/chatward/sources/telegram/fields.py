"""The fields that Telegram Desktop's ``result.json`` is known to have, at any depth, and what they hold."""

_ACCOUNT = """
    about personal_information profile_pictures stories profile_music contacts frequent_contacts sessions web_sessions
    other_data chats left_chats list user_id first_name last_name phone_number username bio photo date date_unixtime
    expires expires_unixtime pinned media caption category rating name type id messages ip_list
"""
_MESSAGES = """
    edited edited_unixtime from from_id author forwarded_from forwarded_from_id forwarded_date forwarded_date_unixtime
    saved_from reply_to_message_id reply_to_peer_id reply_to_story_id reply_to_checklist_item via_bot via_bot_id text
    text_entities href language document_id collapsed none file file_name file_size thumbnail thumbnail_file_size
    media_type sticker_emoji mime_type duration_seconds width height performer title photo_file_size media_spoiler
    self_destruct_period_seconds contact_information contact_vcard contact_vcard_file_size location_information
    latitude longitude live_location_period_seconds place_name address game_title game_description game_link
    invoice_information description amount currency receipt_message_id poll question closed total_voters answers
    voters chosen quiz correct solution reactions count emoji recent inline_bot_buttons data forward_text button_id
    paid_stars_amount paid_media todo_list items completed_by completion_date can_append can_complete story_id
    giveaway_information giveaway_results quantity months until_date channels countries stars signed_by
    effect_id topic_id is_topic_message from_rank author_signature views forwards page link webpage dice value
    custom_emoji star_ref is_silent poll_id options checklist others_can_append others_can_complete
"""
_SERVICES = """
    action actor actor_id members inviter message_id game_message_id score invoice_message_id recurring
    discard_reason information_text reason_app_id reason_app_name reason_domain values to to_id distance duration
    period schedule_date schedule_date_unixtime emoticon cost new_title new_icon_emoji_id peer_id peers boosts
    boost_peer_id gift_code code via_giveaway unclaimed transaction_id charge_id stars_count winners
    unclaimed_count premium_months additional_peers gift gift_id gift_text gift_message message is_limited is_anonymous
    converted upgraded saved upgrade_stars unique_gift number collection model pattern backdrop transferred
    resale_amount resale_currency price price_stars broadcast_messages_allowed is_video is_missed is_active
    participants tasks completed incompleted completed_ids incompleted_ids suggested accepted rejected reason
    balance_too_low new_creator new_creator_id icon_emoji_id icon_color is_hidden is_closed giveaway_message_id
    winners_count results prize birthday theme wallpaper from_name gift_slug offer_stars expired declined
    messages_count is_broadcast_messages_allowed
"""

FIELDS: frozenset[str] = frozenset(f"{_ACCOUNT} {_MESSAGES} {_SERVICES}".split())
"""Of all versions since 2018; service records gain one with each new thing that chats can do."""

OPAQUE: frozenset[str] = frozenset(
    {"personal_information", "profile_pictures", "stories", "profile_music", "frequent_contacts", "sessions"}
    | {"web_sessions", "other_data", "ip_list", "text_entities", "inline_bot_buttons", "webpage"}
)
"""What is passed by: an account's own data, and a text's second form."""

TYPES = {
    "date": "string",
    "date_unixtime": "string",
    "from": "string",
    "from_id": "string number",
    "text": "string array",
    "messages": "array",
    "reply_to_message_id": "number",
    "actor": "string",
    "action": "string",
    "media_type": "string",
    "reactions": "array",
    "contact_information": "object",
}

_TEXTS = """
    unknown mention hashtag bot_command link email bold italic code pre plain text_link mention_name phone cashtag
    underline strikethrough blockquote expandable_blockquote bank_card spoiler custom_emoji formatted_date
"""
_CHATS = """
    saved_messages replies verification_codes personal_chat bot_chat private_group private_supergroup public_supergroup
    private_channel public_channel
"""
KINDS = {"type": frozenset(f"message service unsupported emoji paid {_TEXTS} {_CHATS}".split())}
"""Kinds of records, chats, reactions and parts of a text."""
