"""What Zendesk, Intercom and Chatwoot have in common: answers of an API and webhook calls, saved as JSON."""
