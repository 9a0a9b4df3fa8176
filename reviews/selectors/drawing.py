"""Where the boxes and arrows of a chain stand, from the speaker through the relays to the page."""

from collections.abc import Sequence
from dataclasses import dataclass

CHARACTER = 7.2  # pixels; generous for the fonts that browsers use at 13 px
LINE, ROW = 26, 34
GAP, INDENT = 26, 26
PADDING = 10
WIDEST = 360  # a chain that is longer goes on in the next row, so that it is read when narrow
LONGEST = 36  # characters of a name that are shown; the whole of it is in the title


@dataclass(frozen=True, slots=True)
class Box:
    """One station of the chain. Lengths are SVG user units (pixels)."""

    name: str
    shown: str
    role: str  # speaker, relay or document
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def baseline(self) -> float:
        return self.y + LINE * 0.67


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: Sequence[Box]
    arrows: Sequence[str]  # path data
    width: float
    height: float

    @property
    def told(self) -> str:
        """The same in words, for whoever does not see it."""
        return " → ".join(box.name for box in self.boxes)


def chain(stations: Sequence[tuple[str, str]]) -> Drawing:
    """Stations as (role, name), the speaker first."""
    boxes: list[Box] = []
    arrows: list[str] = []
    x, y = 2.0, 2.0
    for role, name in stations:
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        width = round(len(shown) * CHARACTER + 2 * PADDING, 1)
        if boxes:
            before = boxes[-1]
            if x + GAP + width > WIDEST:
                y += ROW
                x = 2.0 + INDENT
                arrows.append(_to_next_row(before, x, y))
            else:
                x += GAP
                arrows.append(_along(before, x, y))
        boxes.append(Box(name, shown, role, x, y, width))
        x += width
    widest = max(box.x + box.width for box in boxes) + 2
    return Drawing(boxes, arrows, round(widest, 1), y + LINE + 2)


_HEAD = "m-6-4l6 4l-6 4"


def _along(before: Box, x: float, y: float) -> str:
    return f"M{before.x + before.width:.1f} {y + LINE / 2:.1f}H{x:.1f}{_HEAD}"


def _to_next_row(before: Box, x: float, y: float) -> str:
    """Down from the left end of the row before, and to the right."""
    left = before.x if before.x > INDENT else 12.0
    down = (
        f"M{left:.1f} {before.y + LINE:.1f}"
        if before.x <= INDENT
        else (f"M{before.x + 14:.1f} {before.y + LINE:.1f}V{y - 4:.1f}H12")
    )
    return f"{down}V{y + LINE / 2:.1f}H{x:.1f}{_HEAD}"
