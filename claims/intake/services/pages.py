"""From bytes to a page: HTML by trafilatura, PDF by pypdf, both imported when the first is read."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from claims.intake.domain.pages import Page, described, json_ld, printable

LARGEST = 20_000_000  # bytes of a file
LONGEST = 2_000_000  # characters of a text
MOST_PAGES = 500  # of a PDF


def extract(body: bytes, *, media_type: str = "", name: str = "", url: str = "") -> Page:
    """The page in these bytes.

    `media_type` and `name` are what the server or the browser calls it; the bytes decide where they
    disagree. Raises ValidationError for what holds no text, and says why.
    """
    if not body.strip():
        raise ValidationError({"file": "It is empty."})
    if len(body) > LARGEST:
        raise ValidationError({"file": f"It is larger than {LARGEST // 1_000_000} megabytes."})
    if body.lstrip()[:5] == b"%PDF-":
        page = _from_pdf(body)
    elif _is_html(body, media_type, name):
        page = _from_html(body, media_type, url)
    else:
        page = Page(_decoded(body, media_type), "text/plain; charset=utf-8")
    if not page.text.strip():
        raise ValidationError({"file": "There is no text in it that could be read."})
    if len(page.text) > LONGEST:
        raise ValidationError({"file": f"Its text is longer than {LONGEST:,} characters."})
    if "\0" in page.text:
        raise ValidationError({"file": "It holds NUL characters, so it is no text."})
    return page


def _is_html(body: bytes, media_type: str, name: str) -> bool:
    said = media_type.partition(";")[0].strip().lower()
    if said in ("text/html", "application/xhtml+xml") or name.lower().endswith((".html", ".htm")):
        return True
    head = body[:2_000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in head


def _decoded(body: bytes, media_type: str) -> str:
    charset = re.search(r"charset=[\"']?([\w.:-]{1,40})", media_type, re.IGNORECASE)
    for encoding in (charset.group(1) if charset else "utf-8", "utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding).replace("\r\n", "\n").removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")


def _from_html(body: bytes, media_type: str, url: str) -> Page:
    from trafilatura import bare_extraction
    from trafilatura.utils import decode_file

    html = decode_file(body)
    found: Any = None
    try:
        found = bare_extraction(
            html, url=url or None, with_metadata=True, include_comments=False, include_tables=True
        )
    except (
        Exception
    ) as error:  # whatever a page can do to a parser, it is the page that is at fault
        raise ValidationError(
            {"file": f"It could not be read as HTML: {type(error).__name__}."}
        ) from None
    nodes = json_ld(html)
    said = described(nodes)
    head: dict[str, Any] = found.as_dict() if found is not None else {}
    text = printable(str(head.get("text") or ""))
    return Page(
        text=text,
        media_type="text/html",
        title=printable(str(head.get("title") or said.get("title", "")))[:500],
        byline=printable(str(said.get("byline") or head.get("author") or ""))[:500],
        published=printable(str(said.get("published") or head.get("date") or ""))[:40],
        publisher=printable(str(said.get("publisher") or head.get("sitename") or ""))[:500],
        language=printable(
            str(said.get("language") or _language(html) or head.get("language") or "")
        )[:80],
        canonical=printable(str(head.get("url") or ""))[:2_000],
        json_ld=nodes,
    )


def _language(html: str) -> str:
    stated = re.search(r"<html[^>]{0,500}?\slang=[\"']?([A-Za-z0-9-]{2,40})", html[:5_000])
    return stated.group(1) if stated else ""


def _from_pdf(body: bytes) -> Page:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValidationError({"file": "The PDF is locked with a password."})
        text = "\n\n".join(page.extract_text() or "" for page in reader.pages[:MOST_PAGES])
        about = reader.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise ValidationError(
            {"file": f"It could not be read as PDF: {type(error).__name__}."}
        ) from None
    return Page(
        text=printable(text),
        media_type="application/pdf",
        title=printable(str((about and about.title) or ""))[:500],
        byline=printable(str((about and about.author) or ""))[:500],
        published=about.creation_date.isoformat() if about and about.creation_date else "",
    )
