"""What the reader of articles finds."""
