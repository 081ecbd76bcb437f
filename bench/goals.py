"""Goals, figures and the table that is printed at the end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its goal; `at_least` says which side of the goal is the good one."""

    name: str
    value: float | None  # None: could not be measured here, `note` says why
    goal: float
    unit: str
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def table(figures: list[Figure]) -> str:
    """The figures as aligned lines."""
    lines = [f"{'what':<44} {'figure':>10}  {'goal':<12} {'':<6} note"]
    for figure in figures:
        sign = ">=" if figure.at_least else "<="
        value = "-" if figure.value is None else f"{figure.value:.2f}".removesuffix(".00")
        verdict = {True: "met", False: "MISSED", None: "not measured"}[figure.met]
        goal = f"{sign} {figure.goal:g} {figure.unit}"
        lines.append(f"{figure.name:<44} {value:>10}  {goal:<12} {verdict:<6} {figure.note}")
    return "\n".join(lines)
