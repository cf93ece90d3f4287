"""Whether each month of each team adds up, in words, as rows of marks and as a table; by how many cases it does not is not told."""

import pandas as pd

from metrics.dimensions import names
from ui import numbers
from ui.view import View

MONTHS, TEAMS = 24, 20


def newest(balance: pd.DataFrame) -> pd.DataFrame:
    """The newest months of a balance: team_id, month, holds."""
    return balance[balance["month"].isin(sorted(balance["month"].unique())[-MONTHS:])]


def verdict(view: View, balance: pd.DataFrame) -> str:
    """One sentence on all teams and months."""
    if balance.empty:
        return view.say("team_balance.nothing")
    broken = balance[~balance["holds"]]
    counts = {"all": balance["team_id"].nunique(), "of": len(balance), "teams": broken["team_id"].nunique(), "broken": len(broken)}
    said = {name: numbers.decimal(count, view.language) for name, count in counts.items()}
    return view.say("team_balance.holds" if broken.empty else "team_balance.broken", **said)


def rows(view: View, balance: pd.DataFrame) -> pd.DataFrame:
    """The teams as drawn, those with a month that does not add up first, at most TEAMS: `team` (name), `month`, `holds`."""
    order = sorted(balance["team_id"].unique(), key=lambda team: (-int((~_of(balance, team)["holds"]).sum()), _name(view, team)))[:TEAMS]
    drawn = pd.concat([_of(balance, team) for team in order]) if order else balance
    titles = [_name(view, team) for team in drawn["team_id"]]
    start = _shared(titles)
    return drawn.assign(team=[title[start:] for title in titles])[["team", "month", "holds"]].reset_index(drop=True)


def left_out(view: View, balance: pd.DataFrame) -> str:
    """How many teams are not drawn; empty where all are."""
    teams = balance["team_id"].nunique()
    return view.say("team_balance.left_out", n=teams - TEAMS, shown=TEAMS) if teams > TEAMS else ""


def table(view: View, balance: pd.DataFrame, *, broken_only: bool = False) -> pd.DataFrame:
    """A row a team: how many months are checked and which do not add up, those with most of them first."""
    found = []
    for team, part in balance.groupby("team_id"):
        broken = sorted(part.loc[~part["holds"], "month"])
        found.append((_name(view, str(team)), len(part), ", ".join(view.label("month", month) for month in broken), len(broken)))
    found = sorted([row for row in found if row[3] or not broken_only], key=lambda row: (-row[3], row[0]))
    made = [(name, months, said or view.say("team_balance.none")) for name, months, said, _ in found]
    return pd.DataFrame(made, columns=[view.say(f"team_balance.{one}") for one in ("team", "months", "not")])


def _shared(titles: list[str]) -> int:
    """How many letters of whole words all the names begin with: on a phone there is no room to say them on each row."""
    if len(set(titles)) < 2:
        return 0
    first, last = min(titles), max(titles)
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first.rfind(" ", 0, same) + 1


def _of(balance: pd.DataFrame, team: str) -> pd.DataFrame:
    return balance[balance["team_id"] == team]


def _name(view: View, team: str) -> str:
    """The name of a team; teams of the same name are told apart by their code."""
    known = names("team")
    title = known.get(team, {}).get(view.language, team)
    twins = [code for code, words in known.items() if words[view.language] == title]
    return f"{title} ({team})" if len(twins) > 1 else title
