"""Pages, drafts and likeness, without a database."""
