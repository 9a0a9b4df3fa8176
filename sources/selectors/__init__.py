"""Reading sources, documents and history: as plain records, as audit states, as chains."""

from sources.foundation.batches import CHUNK, chunks
from sources.selectors.records import all_sources, documents_by_ref, sources_by_ref, under

__all__ = ["CHUNK", "all_sources", "chunks", "documents_by_ref", "sources_by_ref", "under"]
