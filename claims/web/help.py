"""A page of help for each screen, from the same text as the documentation."""

import re
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

PAGES = settings.BASE_DIR / "docs" / "pages.md"


@cache
def chapters() -> dict[str, tuple[str, SafeString]]:
    """By name of the screen, its title and its text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = {}
    for part in re.split(r"^## ", PAGES.read_text(), flags=re.M)[1:]:
        title, text = part.split("\n", 1)
        name = re.sub(r"\W+", "-", title.lower()).strip("-")
        found[name] = (title, mark_safe(markdown.render(text)))
    return found


@require_safe
def screens(request: HttpRequest) -> HttpResponse:
    contents = {name: title for name, (title, _) in chapters().items()}
    return render(request, "claims/help.html", {"contents": contents})


@require_safe
def screen(request: HttpRequest, name: str) -> HttpResponse:
    if name not in chapters():
        raise Http404("There is no help of this name.")
    title, text = chapters()[name]
    contents = {each: told for each, (told, _) in chapters().items()}
    context = {"title": title, "text": text, "contents": contents, "name": name}
    return render(request, "claims/help.html", context)
