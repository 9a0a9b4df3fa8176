"""What is read out of bytes: text, head and JSON-LD, however broken the page."""

import pytest
from django.core.exceptions import ValidationError

from claims.intake.domain.pages import described, json_ld
from claims.intake.services.pages import extract

STORY = (
    "<p>"
    + "The ferry ran aground off Vessin island on Saturday, the coastguard said. " * 3
    + "</p>"
)
HTML = f"""<!doctype html><html lang="en-GB"><head><title>Ferry aground</title>
<meta property="og:site_name" content="Port Herald"><meta name="author" content="Ada Lind">
<script type="application/ld+json">{{ this is no JSON }}</script>
<script type="application/ld+json">
// <![CDATA[
{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle", "headline": "Ferry aground",
 "datePublished": "2026-03-14T08:30:00+01:00", "inLanguage": "en", "author": [{{"name": "Ada Lind"}}],
 "publisher": {{"@type": "Organization", "name": "Port Herald"}},}}]}}
// ]]>
</script>
<script type="application/ld+json">{{"@type": "ClaimReview", "claimReviewed": "It sank"}}</script>
</head><body><nav>Home News Sport</nav><article><h1>Ferry aground</h1>{STORY}</article>
<footer>Imprint</footer></body></html>"""


def test_a_broken_block_of_json_ld_spoils_no_other() -> None:
    found = json_ld(HTML)
    assert [each["@type"] for each in found] == ["NewsArticle", "ClaimReview"]
    assert described(found) == {
        "title": "Ferry aground",
        "byline": "Ada Lind",
        "published": "2026-03-14T08:30:00+01:00",
        "publisher": "Port Herald",
        "language": "en",
    }


@pytest.mark.parametrize(
    "block",
    [
        "", "null", "[]", "{", "[" * 5_000, '{"@type": 7}', '{"@type": ["NewsArticle", 3]}', "NaN",
        '{"@graph": {"@graph": {"@graph": []}}}', "\x00", '"NewsArticle"',
    ],
)  # fmt: skip
def test_odd_json_ld_is_passed_over(block: str) -> None:
    html = f'<script type="application/ld+json">{block}</script>{HTML}'
    assert len(json_ld(html)) >= 2


def test_html_becomes_text_and_head() -> None:
    page = extract(HTML.encode(), media_type="text/html; charset=utf-8", url="https://x.example/a")
    assert page.text.startswith("The ferry ran aground") or "The ferry ran aground" in page.text
    assert "Imprint" not in page.text
    assert (page.title, page.publisher, page.byline) == ("Ferry aground", "Port Herald", "Ada Lind")
    assert page.published == "2026-03-14T08:30:00+01:00"
    assert page.language == "en"
    assert "json_ld" in page.about


def test_text_is_read_in_whatever_encoding_it_comes() -> None:
    words = "Café, “said” the mayor"
    assert extract(words.encode()).text == words
    assert extract(words.encode("utf-8-sig")).text == words
    assert extract(words.encode("cp1252")).text == words
    assert extract(words.encode("utf-16"), media_type="text/plain; charset=utf-16").text == words


def pdf(text: str) -> bytes:
    """The smallest PDF that says this."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def test_a_pdf_becomes_text() -> None:
    page = extract(pdf("The army said the bridge was open."), name="a.pdf")
    assert page.text.strip() == "The army said the bridge was open."
    assert page.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.4 and no more", "PDF"),
        (b"<html><body></body></html>", "no text"),
        (b"a\x00b", "NUL"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        extract(body)
