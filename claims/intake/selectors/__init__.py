"""What is gathered for the intake: a text with its drafts, and the claims that they are like."""
