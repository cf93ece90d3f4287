"""A small invented country for the outlines: five municipalities with wavy borders, as the WFS of Statistics Finland would answer."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd

Point = tuple[float, float]
Reply = tuple[int, str, bytes]
JSON, XML = "application/json;charset=UTF-8", "application/xml"

# code: county, employment area, and the corners of its outline. 002 and 003 make one employment area across two counties; 004 lies in 003.
HOMES = {"001": ("01", "11"), "002": ("01", "12"), "003": ("02", "12"), "004": ("02", "12"), "035": ("91", "46")}
CORNERS: dict[str, list[list[Point]]] = {
    "001": [[(24, 61), (25, 61), (25, 62), (24, 62)]],
    "002": [[(25, 61), (26, 61), (26, 62), (25, 62)]],
    "003": [[(25, 62), (26, 62), (26, 63), (25, 63)], [(25.4, 62.4), (25.6, 62.4), (25.6, 62.6), (25.4, 62.6)]],
    "004": [[(25.4, 62.4), (25.6, 62.4), (25.6, 62.6), (25.4, 62.6)]],
    "035": [[(20, 60), (20.5, 60), (20.5, 60.5), (20, 60.5)]],
}


def table() -> pd.DataFrame:
    """The areas of the country as `areas.in_force` gives them; 009 was merged into 001."""
    rows: list[tuple[str | None, ...]] = [("municipality", code, *home, None) for code, home in HOMES.items()] + [
        ("municipality", "009", *HOMES["001"], "001")
    ]
    above: list[tuple[str | None, ...]] = [("county", code, None, None, None) for code in ("01", "02", "91")]
    above += [("employment_area", code, None, None, None) for code in ("11", "12", "46")]
    frame = pd.DataFrame(rows + above, columns=["area_type", "area", "county", "employment_area", "successor"])
    return frame.assign(name_fi=frame["area_type"].str[0] + frame["area"])


def features() -> list[dict[str, Any]]:
    """GeoJSON features with the properties of the layer."""
    return [
        {
            "type": "Feature",
            "id": f"kunta4500k_2026.{code}",
            "geometry": {"type": "Polygon", "coordinates": [_ring(corners) for corners in rings]},
            "geometry_name": "geom",
            "properties": {"id": 1, "kunta": code, "vuosi": 2026, "nimi": f"Kunta {code}", "namn": f"Kommun {code}", "name": f"M {code}"},
        }
        for code, rings in CORNERS.items()
    ]


def answer(found: list[dict[str, Any]]) -> Reply:
    """A FeatureCollection as the service sends it."""
    whole = {"type": "FeatureCollection", "features": found, "totalFeatures": len(found), "numberMatched": len(found), "numberReturned": len(found)}
    return 200, JSON, json.dumps(whole).encode()


def moved(change: Callable[[float, float], Point]) -> list[dict[str, Any]]:
    """The features with every point changed."""
    found = features()
    for one in found:
        one["geometry"]["coordinates"] = [[change(*point) for point in ring] for ring in one["geometry"]["coordinates"]]
    return found


def no_layer(year: int, status: int = 400) -> Reply:
    """What a GeoServer says where it has no such layer."""
    text = f"Feature type tilastointialueet:kunta4500k_{year} unknown"
    return status, XML, (
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
        f'<ows:Exception exceptionCode="InvalidParameterValue" locator="typeName"><ows:ExceptionText>{text}</ows:ExceptionText>'
        "</ows:Exception></ows:ExceptionReport>"
    ).encode()  # fmt: skip


class Service:
    """A WFS on this machine. `replies`: year -> what it answers, one after another, the last one for good. `asked`: parameters so far.

    While it `hangs_up`, each answer ends sooner than its header says.
    """

    def __init__(self, replies: dict[int, list[Reply]]) -> None:
        self.replies = replies
        self.asked: list[dict[str, str]] = []
        self.address = ""
        self.hangs_up = False

    def reply(self, path: str) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        self.asked.append(asked)
        year = int(asked["typeNames"].rpartition("_")[2])
        queue = self.replies.get(year) or [no_layer(year)]
        return queue.pop(0) if len(queue) > 1 else queue[0]


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """The service answers at `service.address` until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = service.reply(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + 9 * service.hangs_up))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        service.address = f"http://127.0.0.1:{server.server_address[1]}/wfs"
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


def _ring(corners: list[Point]) -> list[Point]:
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    points = [point for start, end in sides for point in _wavy(start, end)[:-1]]
    return [*points, points[0]]


def _wavy(start: Point, end: Point) -> list[Point]:
    """The same wave whichever end one begins from, so that neighbours share it."""
    low, high = sorted([start, end])
    part = np.linspace(0, 1, 200)
    swing = 0.01 * np.sin(9 * np.pi * part) + 0.002 * np.sin(60 * np.pi * part)
    line = np.outer(1 - part, low) + np.outer(part, high) + np.outer(swing, (high[1] - low[1], low[0] - high[0]))
    points = [(float(x), float(y)) for x, y in np.round(line, 8)]
    return points if start == low else points[::-1]
