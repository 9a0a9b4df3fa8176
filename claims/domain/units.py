"""Units of measure, by UCUM code, converted with a library (pint, through ucumvert).

The library is loaded on the first real conversion: most figures come in the unit they are asked in.
"""

import re
from functools import cache
from math import isfinite
from typing import Any

LONGEST = 60
_HUGE_EXPONENT = re.compile(r"\d{3}")

# What newsrooms write where UCUM has a code of its own, or means something else (ft: femtotonne).
NEWSROOM = {
    "mi": "[mi_i]",
    "nmi": "[nmi_i]",
    "NM": "[nmi_i]",
    "ft": "[ft_i]",
    "in": "[in_i]",
    "yd": "[yd_i]",
    "lb": "[lb_av]",
    "mph": "[mi_i]/h",
    "kn": "[kn_i]",
    "°C": "Cel",
    "°F": "[degF]",
}


class UnknownUnit(ValueError):
    """The code names no unit of measure."""


class WrongDimension(ValueError):
    """The two units do not measure the same thing."""


def convert(number: float, unit: str, target: str) -> float:
    """`number` of `unit` in `target`; the very same number where the two are one code."""
    if unit == target:
        return number
    there, here = _quantity(unit), _quantity(target)
    if there.dimensionality != here.dimensionality:
        raise WrongDimension(f"{unit} does not measure what {target} measures")
    try:
        measured = _registry().Quantity(number * there.magnitude, there.units)
        converted = float(measured.to(here.units).magnitude / here.magnitude)
    except (ArithmeticError, ValueError) as error:  # logarithms of what has none, overflows
        raise WrongDimension(f"{number} {unit} cannot be given in {target}") from error
    if not isfinite(converted):
        raise WrongDimension(f"{number} {unit} is too much to be given in {target}")
    return converted


def check(unit: str, target: str) -> None:
    """Raise UnknownUnit or WrongDimension unless any number of `unit` converts to `target`."""
    for number in (-(2.0**63), 0.0, 2.0**63):
        convert(number, unit, target)


def check_known(unit: str) -> None:
    """Raise UnknownUnit unless the code names a unit."""
    if unit != "1":
        _quantity(unit)


@cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


@cache
def _quantity(unit: str) -> Any:
    """One of `unit`, as a pint quantity."""
    registry = _registry()
    if len(unit) > LONGEST or _HUGE_EXPONENT.search(unit):  # 10*99999999 would take for ever
        raise UnknownUnit(f"{unit[:LONGEST]!r} is no unit anybody measures in")
    if unit == "1" or unit.startswith("{"):  # a bare annotation, such as {people}, counts
        return registry.Quantity(1)
    try:
        return registry.from_ucum(NEWSROOM.get(unit, unit))
    except Exception as error:  # lark and pint have no error in common
        raise UnknownUnit(f"{unit!r} is no UCUM unit code") from error
