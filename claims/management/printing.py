"""JSON on a terminal or a pipe, whatever characters it can carry."""

import json
from typing import Any


def as_text(answer: dict[str, Any], stream: Any, indent: int | None = None) -> str:
    """`answer` as JSON: in its own letters where the stream takes them, else escaped."""
    unicode = "utf" in (getattr(stream, "encoding", None) or "utf-8").lower()
    return json.dumps(answer, ensure_ascii=not unicode, indent=indent)
