"""Texts that programs send, to be read."""
