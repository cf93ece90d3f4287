"""The bundled outlines: as many areas as there are, named as in the area table, each marked approximate, with their attributions."""

import json
from pathlib import Path

import pytest

from data_access import areas

REFERENCE = Path(areas.FILE).parent
COUNTS = {"county": 22, "employment_area": 45}


@pytest.mark.parametrize(("level", "count"), COUNTS.items())
def test_every_mainland_area_has_one_outline_marked_approximate(level: str, count: int) -> None:
    features = json.loads((REFERENCE / "outlines" / f"{level}.geojson").read_text(encoding="utf-8"))["features"]
    named = {one["properties"]["area"]: one["properties"]["name"] for one in features}
    expected = {code: name for code, name in areas.names(areas.reference(), level, "fi").items() if "Ahvenanmaa" not in name}
    assert len(features) == count and named == expected
    assert all(one["properties"]["approximate"] is True for one in features)


def test_every_municipality_of_the_mainland_has_a_locality_to_be_drawn_from() -> None:
    drawn = (REFERENCE / "outlines" / "localities.csv").read_text(encoding="utf-8").splitlines()[1:]
    seats = {line.split(",")[0].zfill(3) for line in drawn if ",seat," in line}
    now = areas.reference().query("area_type == 'municipality' and county != '91'")
    assert seats == set(now[now["successor"].isna()]["area"])


def test_the_sources_that_must_be_named_are_named() -> None:
    said = (REFERENCE / "README.md").read_text(encoding="utf-8")
    assert all(words in said for words in ("GeoNames, CC BY 4.0", "Statistics Finland", "Natural Earth", "ei virallisia rajoja"))
