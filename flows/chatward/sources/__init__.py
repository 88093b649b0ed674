"""Readers of chat exports: one file a platform; a file in, Arrow batches of one schema out."""
