"""Official outlines by one command: what is stored, and every way in which it can fail, against a service on this machine."""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from data_access import areas
from data_access.__main__ import main
from data_access.importing.lock import alone
from data_access.sources import geodata, http, stored
from metrics.library import outlines, outlines_about
from tests.conftest import ROOT
from tests.data_access.country import HOMES, JSON, Point, Reply, Service, answer, features, moved, no_layer, serving, table

YEAR = 2026
Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def quick_and_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses, the invented country, a fixed year, and no proxy of the developer's."""
    monkeypatch.setattr(http, "PATIENCE", http.Patience(retries=2, pause=0.0, connect=5.0, read=5.0))
    monkeypatch.setattr(areas, "current", table)
    monkeypatch.setattr(geodata, "this_year", lambda: YEAR)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service({YEAR: [answer(features())]})) as running:
        yield running


@pytest.fixture
def run(service: Service, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs the command against the service: exit code, what was said, what was said of failures."""

    def ran(*more: str, reply: Reply | None = None) -> Said:
        if reply is not None:
            service.replies = {YEAR: [reply]}
        code = main(["fetch", "geodata", "--from", service.address, *more])
        out, err = capsys.readouterr()
        return code, out, err

    return ran


def refused(said: Said, *words: str) -> None:
    """Exit code 2, a sentence with these words, nothing in force."""
    code, out, err = said
    assert (code, out) == (2, "") and err.count("\n") == 1 and err.endswith("Nothing was changed.\n"), said
    assert [word for word in words if word not in err] == []
    assert stored.official() is None


def shapes(level: str) -> dict[str, shapely.Geometry]:
    found = stored.official()
    assert found is not None
    return {one["properties"]["area"]: shapely.geometry.shape(one["geometry"]) for one in found.outlines[level]["features"]}


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_one_command_stores_the_official_outlines_and_says_so(run: Callable[..., Said], service: Service, tmp_path: Path) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "outlines of 2026" in out and "5 municipalities, 2 counties, 2 employment areas" in out and "Tilastokeskus, CC BY 4.0" in out
    asked = service.asked[0]
    assert (asked["typeNames"], asked["srsName"], asked["outputFormat"]) == ("tilastointialueet:kunta4500k_2026", "EPSG:4326", "application/json")
    assert sorted(files(tmp_path / "data" / "geodata")) == ["about.json", "county.geojson", "employment_area.geojson", "municipality.geojson"]
    assert [path.name for path in (tmp_path / "data").iterdir() if "geodata" in path.name] == ["geodata"]


def test_what_is_stored_says_where_it_is_from_and_is_not_approximate(run: Callable[..., Said], service: Service) -> None:
    run()
    about = outlines_about()
    assert about is not None and about.pop("fetched").startswith("20")
    expected = {"source": service.address, "layer": "tilastointialueet:kunta4500k_2026", "year": YEAR}
    assert about == {**expected, "licence": "CC BY 4.0", "producer": "Tilastokeskus"}
    county = outlines("county")["features"]
    assert [one["properties"] for one in county] == [{"area": code, "name": f"c{code}", "approximate": False} for code in ("01", "02")]


def test_aland_is_drawn_as_a_municipality_only(run: Callable[..., Said]) -> None:
    run()
    assert list(shapes("municipality")) == sorted(HOMES)
    assert (list(shapes("county")), list(shapes("employment_area"))) == (["01", "02"], ["11", "12"])


@pytest.mark.parametrize("level", stored.LEVELS)
def test_neighbours_share_their_borders_point_by_point(run: Callable[..., Said], level: str) -> None:
    run()
    drawn = np.array(list(shapes(level).values()), dtype=object)
    assert shapely.is_valid(drawn).all() and shapely.coverage_is_valid(drawn, gap_width=0.001)
    points = shapely.get_coordinates(drawn)
    assert np.array_equal(points, np.round(points, 4))


def test_no_gap_opens_though_most_points_are_left_out(run: Callable[..., Said]) -> None:
    run()
    whole = {level: shapely.union_all(list(shapes(level).values())) for level in stored.LEVELS}
    parts = shapely.get_parts(whole["municipality"])
    assert len(parts) == 2 and sum(map(shapely.get_num_interior_rings, parts)) == 0
    mainland = max(parts, key=shapely.area)
    assert all(mainland.equals(whole[level]) for level in ("county", "employment_area"))
    came = sum(len(ring) for one in features() for ring in one["geometry"]["coordinates"])
    assert shapely.get_num_coordinates(list(shapes("municipality").values())).sum() < came / 3


def test_borders_that_do_not_quite_meet_are_brought_together(run: Callable[..., Said]) -> None:
    apart = features()
    for place, one in enumerate(apart):
        one["geometry"]["coordinates"] = [[(x + 0.00002 * place, y) for x, y in ring] for ring in one["geometry"]["coordinates"]]
    assert run(reply=answer(apart))[0] == 0
    drawn = np.array(list(shapes("municipality").values()), dtype=object)
    assert shapely.coverage_is_valid(drawn, gap_width=0.0005)
    whole = shapely.get_parts(shapely.union_all(drawn))
    assert len(whole) == 2 and sum(map(shapely.get_num_interior_rings, whole)) == 0


@pytest.mark.parametrize("status", [400, 200])
def test_where_the_newest_layer_is_not_there_the_year_before_is_taken(run: Callable[..., Said], service: Service, status: int) -> None:
    service.replies = {YEAR: [no_layer(YEAR, status)], YEAR - 1: [answer(features())]}
    code, out, _ = run()
    assert code == 0 and "no layer of 2026 yet" in out and "outlines of 2025" in out
    about = outlines_about()
    assert about is not None and about["year"] == 2025


def test_where_no_year_is_there_both_are_named(run: Callable[..., Said], service: Service) -> None:
    service.replies = {}
    refused(run(), "kunta4500k_2026 nor", "kunta4500k_2025", "unknown", "--year")


def test_a_year_that_is_asked_for_is_not_replaced_by_another(run: Callable[..., Said], service: Service) -> None:
    service.replies[2024] = [no_layer(2024)]
    refused(run("--year", "2024"), "no layer tilastointialueet:kunta4500k_2024 and")
    assert len(service.asked) == 1


def test_a_service_that_stumbles_is_asked_again(run: Callable[..., Said], service: Service) -> None:
    stumble = (500, "text/html", b"<h1>oops</h1>")
    service.replies = {YEAR: [stumble, (503, "text/html", b""), answer(features())]}
    assert run()[0] == 0
    assert len(service.asked) == 3


def test_a_service_that_stays_down_is_told_with_its_status(run: Callable[..., Said], service: Service) -> None:
    refused(run(reply=(503, "text/html", b"")), "HTTP 503", "Try again later")
    assert len(service.asked) == 3


def test_a_service_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/wfs"
        code = main(["fetch", "geodata", "--from", address])
    refused((code, *capsys.readouterr()), address, "cannot be reached", "--from")


def test_what_is_no_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["fetch", "geodata", "--from", "somewhere"])
    refused((code, *capsys.readouterr()), "somewhere is not an address")


def test_another_fault_told_with_status_200_is_not_taken_for_a_missing_layer(run: Callable[..., Said], service: Service) -> None:
    fault = b"<ows:ExceptionReport><ows:Exception><ows:ExceptionText>Too busy &amp; tired</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    refused(run(reply=(200, "text/xml", fault)), "Too busy & tired")
    assert len(service.asked) == 1


def broken_off() -> Reply:
    return 200, JSON, answer(features())[2][:4000]


def changed(change: Callable[[list[dict[str, Any]]], object]) -> Reply:
    found = features()
    change(found)
    return answer(found)


def metres(x: float, y: float) -> Point:
    return 50_000 * (x - 17), 111_000 * y


REFUSED: dict[str, tuple[Callable[[], Reply], list[str]]] = {
    "a web page": (lambda: (200, "text/html; charset=utf-8", b"<html>Sign in</html>"), ["answered with text/html", "proxy"]),
    "half an answer": (broken_off, ["not whole GeoJSON"]),
    "another shape": (lambda: (200, JSON, b'{"features": 3}'), ["not whole GeoJSON"]),
    "no areas": (lambda: answer([]), ["no areas"]),
    "metres": (lambda: answer(moved(metres)), ["EPSG:3067", "metres"]),
    "another country": (lambda: answer(moved(lambda x, y: (x - 12, y - 10))), ["outside Finland", "5 of the municipalities", "001"]),
    "one that is lost": (lambda: changed(lambda found: found.pop(2)), ["lacks (003)", "--year"]),
    "one too many": (lambda: changed(lambda found: found[0]["properties"].update(kunta="777")), ["does not know 777", "lacks (001)"]),
    "no codes": (lambda: changed(lambda found: found[1]["properties"].pop("kunta")), ["no property `kunta`"]),
    "no geometry": (lambda: changed(lambda found: found[1].update(geometry=None)), ["no polygon", "002"]),
    "a line": (lambda: changed(lambda found: found[1]["geometry"].update(coordinates=[[[25, 61], [26, 61], [25, 61], [25, 61]]])), ["mended", "002"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_answer_that_cannot_be_used_is_told_in_a_sentence(run: Callable[..., Said], case: str) -> None:
    reply, words = REFUSED[case]
    refused(run(reply=reply()), *words)


def test_an_answer_that_is_cut_on_the_way_is_told(run: Callable[..., Said], service: Service) -> None:
    service.hangs_up = True
    refused(run(), "broke off", "Try again")


def test_swapped_axes_are_turned_round(run: Callable[..., Said], tmp_path: Path) -> None:
    run()
    straight = (tmp_path / "data" / "geodata" / "county.geojson").read_bytes()
    assert run(reply=answer(moved(lambda x, y: (y, x))))[0] == 0
    assert (tmp_path / "data" / "geodata" / "county.geojson").read_bytes() == straight


def test_a_border_that_crosses_itself_is_mended(run: Callable[..., Said]) -> None:
    def loop(found: list[dict[str, Any]]) -> None:
        ring = found[4]["geometry"]["coordinates"][0]
        ring[50:50] = [(20.3, 59.9), (20.4, 60.1), (20.2, 59.9)]

    assert run(reply=changed(loop))[0] == 0
    assert shapes("municipality")["035"].is_valid


def test_a_municipality_merged_since_is_drawn_as_a_part_of_todays(run: Callable[..., Said]) -> None:
    def older(found: list[dict[str, Any]]) -> None:
        found[4]["properties"]["kunta"] = "009"
        found.append({**features()[4], "geometry": moved(lambda x, y: (x, y + 2))[4]["geometry"]})

    assert run(reply=changed(older))[0] == 0
    assert sorted(shapes("municipality")) == sorted(HOMES)
    assert shapes("municipality")["001"].bounds[0] < 21


def test_a_failure_leaves_the_earlier_outlines_as_they_are(run: Callable[..., Said], tmp_path: Path) -> None:
    run()
    before = files(tmp_path / "data" / "geodata")
    assert run(reply=answer([]))[0] == 2
    assert run(reply=answer(moved(metres)))[0] == 2
    assert files(tmp_path / "data" / "geodata") == before


def test_a_disk_that_is_full_is_told_and_leaves_nothing_behind(run: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    before = files(tmp_path / "data" / "geodata")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run()
    assert code == 2 and "could not be written" in err and "No space left" in err
    assert files(tmp_path / "data" / "geodata") == before
    assert [path.name for path in (tmp_path / "data").iterdir() if "geodata" in path.name] == ["geodata"]


def test_a_folder_that_cannot_be_written_is_told(run: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "file"))
    refused(run(), "could not be written")


@pytest.mark.parametrize("stopped_at", [1, 2])
def test_a_run_killed_while_changing_over_leaves_one_whole_set(
    run: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    run()
    before = files(tmp_path / "data" / "geodata")
    real, calls = Path.rename, iter(range(1, 9))

    def killed(self: Path, target: Path) -> Path:
        if next(calls) == stopped_at:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", killed)
        patch.setattr(stored, "_tidy", lambda here: None)
        run()
    assert outlines_about() is not None
    assert run()[0] == 0
    assert files(tmp_path / "data" / "geodata") == before
    assert [path.name for path in (tmp_path / "data").iterdir() if "geodata" in path.name] == ["geodata"]


def test_outlines_are_not_stored_while_an_import_runs(run: Callable[..., Said], tmp_path: Path) -> None:
    with alone(tmp_path / "data"):
        code, _, err = run()
    assert code == 2 and "Another import is running" in err and stored.official() is None


def test_the_bundled_outlines_are_drawn_until_there_are_official_ones(run: Callable[..., Said]) -> None:
    assert outlines_about() is None and outlines("municipality") is None
    bundled = outlines("county")
    assert len(bundled["features"]) == 22 and bundled["features"][0]["properties"]["approximate"] is True
    run()
    assert len(outlines("county")["features"]) == 2 and outlines("municipality") is not None
    assert outlines("county") is outlines("county")


def test_a_newer_set_is_drawn_without_a_restart(run: Callable[..., Said], service: Service) -> None:
    run()
    service.replies[2025] = [answer(features())]
    run("--year", "2025")
    about = outlines_about()
    assert about is not None and about["year"] == 2025


def test_a_damaged_set_is_not_used_and_the_log_says_so(run: Callable[..., Said], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run()
    (tmp_path / "data" / "geodata" / "county.geojson").write_text("{", encoding="ascii")
    stored._read.cache_clear()
    assert outlines_about() is None and len(outlines("county")["features"]) == 22
    assert "Fetch them again" in caplog.text


def test_the_dashboard_reads_outlines_without_loading_geometry() -> None:
    code = "import sys, metrics.library; metrics.library.outlines('county'); sys.exit('shapely' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_stored_files_are_plain_geojson(run: Callable[..., Said], tmp_path: Path) -> None:
    run()
    content = json.loads((tmp_path / "data" / "geodata" / "county.geojson").read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection" and {one["geometry"]["type"] for one in content["features"]} == {"MultiPolygon"}
