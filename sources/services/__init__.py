"""Everything that changes sources, documents and the history: `recording`, `history`."""
