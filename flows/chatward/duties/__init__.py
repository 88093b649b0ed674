"""The catalogue of duties: what whoever keeps chats owes to the people in them, and to those who audit."""
