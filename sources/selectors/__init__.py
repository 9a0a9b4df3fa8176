"""Reading sources, documents and history: as plain records, as portraits, as chains."""

from sources.selectors.rows import (
    CHUNK,
    all_sources,
    chunks,
    documents_by_ref,
    sources_by_ref,
    under,
)

__all__ = ["CHUNK", "all_sources", "chunks", "documents_by_ref", "sources_by_ref", "under"]
