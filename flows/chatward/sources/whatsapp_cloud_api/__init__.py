"""Webhook calls of the WhatsApp Cloud API."""
