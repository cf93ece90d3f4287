"""Plotly's own words, months and number marks in Finnish and Swedish, carried in the page: nothing is fetched for them."""

from typing import Any

from charts.words import NBSP

_DICTIONARY = {
    "fi": {
        "Download plot as a PNG": "Lataa kuvio PNG-muodossa",
        "Download plot as a png": "Lataa kuvio PNG-muodossa",
        "Download plot": "Lataa kuvio",
        "Taking snapshot - this may take a few seconds": "Kuvaa tallennetaan, odota hetki",
        "Snapshot succeeded": "Kuva tallennettu",
        "Sorry, there was a problem downloading your snapshot!": "Kuvan tallennus ei onnistunut",
        "Reset axes": "Palauta akselit",
        "Reset": "Palauta",
        "Zoom": "Suurenna",
        "Zoom in": "Suurenna",
        "Zoom out": "Pienennä",
        "Pan": "Siirrä",
        "Autoscale": "Sovita",
        "incoming flow count": "saapuvia virtoja",
        "outgoing flow count": "lähteviä virtoja",
        "source": "lähde",
        "target": "kohde",
    },
    "sv": {
        "Download plot as a PNG": "Ladda ner figuren som PNG",
        "Download plot as a png": "Ladda ner figuren som PNG",
        "Download plot": "Ladda ner figuren",
        "Taking snapshot - this may take a few seconds": "Bilden sparas, vänta ett ögonblick",
        "Snapshot succeeded": "Bilden har sparats",
        "Sorry, there was a problem downloading your snapshot!": "Det gick inte att spara bilden",
        "Reset axes": "Återställ axlarna",
        "Reset": "Återställ",
        "Zoom": "Zooma",
        "Zoom in": "Förstora",
        "Zoom out": "Förminska",
        "Pan": "Flytta",
        "Autoscale": "Anpassa",
        "incoming flow count": "inkommande flöden",
        "outgoing flow count": "utgående flöden",
        "source": "källa",
        "target": "mål",
    },
}
_MONTHS = {
    "fi": [
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesäkuu",
        "heinäkuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
        "marraskuu",
        "joulukuu",
    ],
    "sv": ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"],
}
_SHORT_MONTHS = {
    "fi": ["tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"],
    "sv": ["jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
}
_DAYS = {
    "fi": ["sunnuntai", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai"],
    "sv": ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"],
}
# Figures are pictures with a hover: zooming by drag would catch a finger that only wants to scroll the page.
_REMOVED = ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d", "toggleSpikelines"]


def PLOTLY_CONFIG(lang: str, file_name: str = "kuvio") -> dict[str, Any]:
    """The `config` for st.plotly_chart in `lang` (fi, sv; anything else keeps plotly's English). `file_name` names the saved picture."""
    config: dict[str, Any] = {
        "displaylogo": False,
        "doubleClick": False,
        "modeBarButtonsToRemove": list(_REMOVED),
        "showTips": False,
        "toImageButtonOptions": {"filename": file_name, "format": "png", "scale": 2},
    }
    if lang in _DICTIONARY:
        config |= {"locale": lang, "locales": {lang: {"dictionary": _DICTIONARY[lang], "format": _format(lang)}}}
    return config


def _format(lang: str) -> dict[str, Any]:
    return {
        "days": _DAYS[lang],
        "shortDays": [day[:2] for day in _DAYS[lang]],
        "months": _MONTHS[lang],
        "shortMonths": _SHORT_MONTHS[lang],
        "date": "%-d.%-m.%Y" if lang == "fi" else "%Y-%m-%d",
        "decimal": ",",
        "thousands": NBSP,
        "grouping": [3],
        "currency": ["", f"{NBSP}€"],
    }
