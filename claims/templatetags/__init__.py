"""What templates need to show what people wrote, and when."""
