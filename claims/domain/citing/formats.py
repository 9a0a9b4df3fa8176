"""The same citation for every place it is pasted into: print, a wire line, a footnote, markup, and
what reference managers read. All but what goes to print bears its as-of time and its policy; each
escapes what its format would take for markup.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from claims.domain.citing.naming import Translate
from claims.domain.citing.sentence import Sentence, untranslated
from claims.domain.oddities import one_line, plainly
from claims.domain.wording import moment_in_words

LONGEST = 20_000  # characters: a sentence is not cut, lest what denies it be lost


@dataclass(frozen=True, slots=True)
class Citing:
    """What is cited: a sentence, and the record that it was made from."""

    sentence: Sentence
    claim: str  # its text
    ref: str
    number: int
    status: str  # in words
    at: datetime  # as of when
    policy: str
    house: str
    permalink: str
    badge: str
    embed: str
    zone: tzinfo
    language: str = "en"
    translate: Translate = untranslated

    @property
    def as_of(self) -> str:
        told = {"time": moment_in_words(self.at, self.zone), "policy": self.policy}
        _ = self.translate
        return _("as of %(time)s; policy %(policy)s") % told

    @property
    def text(self) -> str:
        """The sentence and what may follow it, on one line."""
        return one_line(self.sentence.whole, LONGEST)

    @property
    def title(self) -> str:
        return one_line(self.claim, 300)


@dataclass(frozen=True, slots=True)
class Format:
    """One way to copy. `key` is also the name of what is copied, in addresses and keys."""

    key: str
    label: str
    write: Callable[[Citing], str]


def for_print(citing: Citing) -> str:
    """The sentence alone, as it goes to print."""
    return citing.text


def with_record(citing: Citing) -> str:
    """The sentence with what it stands on: as of when, by which policy, and where."""
    return f"{citing.text} ({citing.as_of}) {citing.permalink}"


def wire(citing: Citing) -> str:
    """A line as wires send it: the status before the sentence."""
    return f"{citing.status.upper()} – {citing.text} ({citing.as_of}; {citing.permalink})"


def footnote(citing: Citing) -> str:
    told = {
        "house": citing.house,
        "claim": citing.title.rstrip("."),
        "status": citing.status,
        "as_of": citing.as_of,
        "link": citing.permalink,
    }
    _ = citing.translate
    return _("%(house)s, “%(claim)s”: %(status)s (%(as_of)s). %(link)s") % told


def markdown(citing: Citing) -> str:
    return f"{_md(citing.text)} ([{_md(citing.as_of)}](<{citing.permalink}>))"


def as_html(citing: Citing) -> str:
    text, as_of = html.escape(citing.text), html.escape(citing.as_of)
    link = html.escape(citing.permalink)
    return f'<p lang="{citing.language}">{text} (<a href="{link}">{as_of}</a>)</p>'


def embed(citing: Citing) -> str:
    """A frame without a script; what it shows is for the public, and always what stands."""
    address, title = html.escape(citing.embed), html.escape(citing.title)
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="380" loading="lazy" '
        'style="border:0" sandbox="allow-popups"></iframe>'
    )


def badge(citing: Citing) -> str:
    link, image = html.escape(citing.permalink), html.escape(citing.badge)
    return (
        f'<a href="{link}"><img src="{image}" alt="{html.escape(citing.status)}" height="20"></a>'
    )


def csl(citing: Citing) -> str:
    at = citing.at.astimezone(citing.zone)
    item: dict[str, Any] = {
        "id": _key(citing),
        "type": "entry",
        "title": citing.title,
        "container-title": citing.house,
        "author": [{"literal": citing.house}],
        "issued": {"date-parts": [[at.year, at.month, at.day]]},
        "accessed": {"date-parts": [[at.year, at.month, at.day]]},
        "status": citing.status,
        "note": f"{citing.text} ({citing.as_of})",
        "URL": citing.permalink,
        "language": citing.language,
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def bibtex(citing: Citing) -> str:
    at = citing.at.astimezone(citing.zone)
    fields = {
        "title": "{" + _tex(citing.title) + "}",
        "author": "{" + _tex(citing.house) + "}",
        "year": str(at.year),
        "month": str(at.month),
        "howpublished": _tex(citing.status),
        "note": _tex(f"{citing.text} ({citing.as_of})"),
        "url": citing.permalink.replace("{", "%7B").replace("}", "%7D"),
        "urldate": f"{at:%Y-%m-%d}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{_key(citing)},\n{lines}\n}}"


def ris(citing: Citing) -> str:
    at = citing.at.astimezone(citing.zone)
    fields = (
        ("TY", "ELEC"),
        ("TI", citing.title),
        ("AU", one_line(citing.house, 300)),
        ("PY", str(at.year)),
        ("DA", f"{at:%Y/%m/%d}"),
        ("AB", citing.text),
        ("N1", f"{citing.status} ({citing.as_of})"),
        ("UR", citing.permalink),
        ("ID", _key(citing)),
    )
    return "".join(f"{name}  - {value}\r\n" for name, value in fields) + "ER  - \r\n"


def permalink(citing: Citing) -> str:
    return citing.permalink


FORMATS: Sequence[Format] = (
    Format("print", "for print", for_print),
    Format("record", "with record", with_record),
    Format("wire", "Wire line", wire),
    Format("footnote", "Footnote", footnote),
    Format("permalink", "Permalink", permalink),
    Format("markdown", "Markdown", markdown),
    Format("html", "HTML", as_html),
    Format("embed", "Embed", embed),
    Format("badge", "Badge", badge),
    Format("csl", "CSL-JSON", csl),
    Format("bibtex", "BibTeX", bibtex),
    Format("ris", "RIS", ris),
)


def _md(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~^&-])", r"\\\1", plainly(text))


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(each, each) for each in plainly(text))


def _key(citing: Citing) -> str:
    """A key that every reference manager takes."""
    return f"{re.sub(r'[^A-Za-z0-9-]', '-', citing.ref)[:80] or 'claim'}-{citing.number}"
