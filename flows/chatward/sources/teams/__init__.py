"""Microsoft Teams' messages: the tenant's data export, pages of the Graph API, and a person's own download."""
