"""Units of measure, by UCUM code, converted with a library (pint, through ucumvert).

The library is loaded on the first real conversion: most figures come in the unit they are asked in.
"""

from functools import cache
from typing import Any

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
    measured = _registry().Quantity(number * there.magnitude, there.units)
    return float(measured.to(here.units).magnitude / here.magnitude)


def check(unit: str, target: str) -> None:
    """Raise UnknownUnit or WrongDimension unless `unit` can be converted to `target`."""
    convert(1.0, unit, target)


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
    if unit == "1" or unit.startswith("{"):  # a bare annotation, such as {people}, counts
        return registry.Quantity(1)
    try:
        return registry.from_ucum(NEWSROOM.get(unit, unit))
    except Exception as error:  # lark and pint have no error in common
        raise UnknownUnit(f"{unit!r} is no UCUM unit code") from error
