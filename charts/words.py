"""The words and number format a chart is given: charts know no language of their own and refuse to invent a word."""

import math
from dataclasses import dataclass

NBSP = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True)
class Words:
    """What a chart may say, in the reader's language.

    `hidden_text` stands for a protected value ("alle 5"), `missing_text` for a value that does not exist ("ei tietoa").
    `measure` names what is counted, `n_text` the sign before a count of persons. A value is multiplied by `scale` before it
    is drawn or written (100 for a share kept as 0.12), then written with `decimals` and `suffix` ("12 %", "3,5 pv").
    `percent_sign` ends a share that is written beside other values; it brings its own space, where the language has one.
    """

    hidden_text: str
    missing_text: str
    measure: str = ""
    n_text: str = "n"
    decimals: int = 0
    suffix: str = ""
    scale: float = 1.0
    decimal: str = ","
    thousands: str = NBSP
    percent_sign: str = f"{NBSP}%"

    @property
    def separators(self) -> str:
        """Decimal and thousands mark in the order plotly's layout.separators wants them."""
        return self.decimal + self.thousands

    def number(self, value: float) -> str:
        """A drawn (already scaled) value in words: 1234.5 -> "1 234,5" with no-break spaces, a real minus sign and the suffix."""
        return self.plain(value, self.decimals) + self.suffix

    def cell(self, value: float | None, hidden: bool) -> str:
        """The words of one cell: its number, or why there is none."""
        if hidden:
            return self.hidden_text
        return self.missing_text if value is None else self.number(value)

    def count(self, n: float) -> str:
        """A count of persons: "n = 46"."""
        return f"{self.n_text}{NBSP}={NBSP}{self.plain(n, 0)}"

    def percent(self, share: float) -> str:
        """A share of one as "12 %"; one decimal under one per cent, so that few is not read as none."""
        return f"{self.plain(100 * share, 1 if 0 < share < 0.01 else 0)}{self.percent_sign}"

    def rounded(self, value: float, decimals: int) -> float:
        """A number as it is written."""
        factor = 10**decimals
        return math.copysign(int(abs(value) * factor + 0.5 + 1e-9) / factor, value)

    def plain(self, value: float, decimals: int) -> str:
        """A bare number without unit. Rounds half away from zero, as people do by hand."""
        rounded = abs(self.rounded(value, decimals))
        text = f"{rounded:,.{decimals}f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        return MINUS + text if value < 0 and rounded else text
