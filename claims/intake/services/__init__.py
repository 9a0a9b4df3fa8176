"""How documents come in (`ingest`, `pages`), and what is done with their drafts (`steps`)."""
