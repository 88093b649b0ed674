"""The fields that threads in the downloads of Messenger and Instagram are known to have, at any depth."""

_THREADS = """
    participants name messages title is_still_participant thread_type thread_path magic_words magic_word
    emoji_effect creation_timestamp newest_message_timestamp initiation_timestamp animation_emoji image
    joinable_mode mode link uri theme approval_requests poll_options threadName
"""
_MESSAGES = """
    sender_name timestamp_ms content type is_unsent is_taken_down is_geoblocked_for_viewer is_geoblocked
    is_unsent_image_by_messenger_kid_parent is_edited photos videos audio_files files gifs sticker ai_stickers
    thumbnail backup_uri media_metadata photo_metadata exif_data upload_ip upload_timestamp taken_timestamp
    video_metadata latitude longitude camera_make camera_model orientation cross_post_source source_app
    dubbing_info media_variants has_camera_metadata camera_metadata share share_text original_content_owner
    profile_share_username profile_share_name href description reactions reaction actor timestamp users
    call_duration missed plan poll question options text votes ip sender_id_INTERNAL thread_path_INTERNAL
    message_id_INTERNAL offline_threading_id bumped_message_metadata bumped_message is_bumped subscribe
    unsubscribe location places senderName isUnsent media is_pinned
"""
FIELDS = frozenset(f"{_THREADS} {_MESSAGES}".split())
"""Of Messenger's two forms and of Instagram's, from 2018 on."""

OPAQUE: frozenset[str] = frozenset(
    {"media_metadata", "magic_words", "bumped_message_metadata", "joinable_mode", "plan"}
)
"""What a camera wrote into a file, and how a chat looked."""

TYPES = {
    "messages": "array",
    "participants": "array",
    "timestamp_ms": "number",
    "sender_name": "string",
    "content": "string",
    "reactions": "array",
    "photos": "array",
    "is_unsent": "boolean",
}
