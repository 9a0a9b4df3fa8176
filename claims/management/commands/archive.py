"""`manage.py archive DOCUMENT… > FILE.warc.gz`: the kept bytes as WARC, for web archives."""

import sys
from argparse import ArgumentParser
from io import BytesIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.models import SnapshotBytes


class Command(BaseCommand):
    help = "Write the snapshots of documents (by id; without any, of all) as gzipped WARC 1.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", nargs="*", help="ids of documents")

    def handle(self, *, document: list[str], **_: Any) -> None:
        try:
            from warcio.warcwriter import WARCWriter
        except ImportError:
            raise CommandError("This needs the extra: pip install second-source[archive]") from None
        rows = SnapshotBytes.objects.select_related("snapshot__document").order_by("pk")
        if document:
            rows = rows.filter(snapshot__document__ref__in=document)
            known = set(rows.values_list("snapshot__document__ref", flat=True))
            missing = [each for each in document if each not in known]
            if missing:
                raise CommandError(f"Nothing is kept of {', '.join(missing)}.")
        writer = WARCWriter(sys.stdout.buffer, gzip=True, warc_version="1.1")
        for row in rows.iterator(chunk_size=50):
            snapshot = row.snapshot
            body = bytes(row.body)
            record = writer.create_warc_record(
                row.address or f"urn:second-source:{snapshot.document.ref}",
                "resource",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=snapshot.media_type,
                warc_headers_dict={
                    "WARC-Date": snapshot.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                },
            )
            writer.write_record(record)
            record.raw_stream.close()
