from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources: who speaks, and where it stands written"

    def ready(self) -> None:
        from sources.foundation.selectors.audit import Audited, audit
        from sources.models import Document, Source
        from sources.selectors.audit import document_states, source_states

        audit(
            Audited("source", Source, source_states, ("source",)),
            Audited("document", Document, document_states, ("document",)),
        )
