"""WhatsApp's exports of single chats, as text, in any language the app speaks."""
