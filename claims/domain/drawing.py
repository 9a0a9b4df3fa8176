"""Where things stand in a drawing: the boxes and arrows of a chain, from the speaker through the
relays to the page; answers on one axis; the timeline of a status.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


# Quantities of several speakers on one axis

PLOT, NAMES, STEP = 620.0, 210.0, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One speaker's answer: from where to where, and on which side it has no end."""

    name: str
    words: str
    x: float
    width: float
    y: float
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    shared: tuple[float, float] | None  # x and width of what all the answers share
    width: float
    height: float
    told: str


def plot(answers: Sequence[tuple[str, str, float | None, float | None]], unit: str) -> Plot | None:
    """Answers as (name, words, low, high), None where there is no end; None if there is nothing to
    compare."""
    ends = [end for _, _, *pair in answers for end in pair if end is not None]
    if len(answers) < 2 or not ends:
        return None
    low, high = min(ends), max(ends)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - margin, high + margin

    def at(value: float | None, end: float) -> float:
        value = end if value is None else value
        return round(NAMES + (value - low) / (high - low) * (PLOT - NAMES - 12), 1)

    bars = []
    for row, (name, words, begins, ends_at) in enumerate(answers):
        x, right = at(begins, low), at(ends_at, high)
        bars.append(
            Bar(
                name if len(name) <= LONGEST - 8 else f"{name[: LONGEST - 9]}…",
                words,
                x,
                max(round(right - x, 1), 4.0),
                float(row * STEP + 6),
                begins is None,
                ends_at is None,
            )
        )
    begun = max((pair[2] for pair in answers if pair[2] is not None), default=low)
    ended = min((pair[3] for pair in answers if pair[3] is not None), default=high)
    shared = None
    if begun <= ended:
        shared = (at(begun, low), max(round(at(ended, high) - at(begun, low), 1), 2.0))
    told = "; ".join(f"{name}: {words}" for name, words, *_ in answers)
    ticks = [Tick(at(value, low), f"{value:,.6g}") for value in _round_values(low, high)]
    return Plot(bars, ticks, shared, PLOT, float(len(answers) * STEP + 34), f"{told} ({unit})")


def _round_values(low: float, high: float) -> list[float]:
    """A few round numbers between two others."""
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    while (high - low) / step > 6:
        step *= 2 if (high - low) / step < 12 else 2.5
    first = math.ceil(low / step)
    return [n * step for n in range(first, math.floor(high / step) + 1)]


# The timeline of a status, to scale


@dataclass(frozen=True, slots=True)
class Stretch:
    """For how long a status stood."""

    status: str
    label: str
    x: float
    width: float


def timeline(
    records: Sequence[tuple[str, str, datetime]], until: datetime, width: float = 640.0
) -> list[Stretch]:
    """Statuses as (code, label, from when on) in order, drawn to the scale of time; what was too
    short to be seen is as wide as can be seen."""
    if not records:
        return []
    begun = records[0][2]
    whole = max((until - begun).total_seconds(), 1.0)
    found = []
    ends = [*(at for _, _, at in records[1:]), until]
    for (code, label, at), end in zip(records, ends, strict=True):
        x = (at - begun).total_seconds() / whole * width
        long = (end - at).total_seconds() / whole * width
        found.append(Stretch(code, label, round(x, 1), round(max(long, 3.0), 1)))
    return found
