"""The words around the problems of an import, in the three languages; the problems bring their own sentences."""

from data_access.importing.problems import Severity
from data_access.importing.report import Outcome

HEADINGS = {
    "fi": {
        Outcome.PUBLISHED: "Toimitus on julkaistu: tuonti {run} on voimassa.",
        Outcome.UNCHANGED: "Sama aineisto on jo voimassa (tuonti {run}): mitään ei muutettu.",
        Outcome.CHECKED: "Koeajo: toimitus voidaan julkaista. Mitään ei muutettu.",
        Outcome.REFUSED: "Toimitus hylättiin: mitään ei muutettu.",
        Outcome.FAILED: "Tuontia ei voitu tehdä: mitään ei muutettu.",
    },
    "sv": {
        Outcome.PUBLISHED: "Leveransen är publicerad: import {run} gäller.",
        Outcome.UNCHANGED: "Samma data gäller redan (import {run}): ingenting ändrades.",
        Outcome.CHECKED: "Provkörning: leveransen kan publiceras. Ingenting ändrades.",
        Outcome.REFUSED: "Leveransen avvisades: ingenting ändrades.",
        Outcome.FAILED: "Importen kunde inte göras: ingenting ändrades.",
    },
    "en": {
        Outcome.PUBLISHED: "The delivery is published as run {run}.",
        Outcome.UNCHANGED: "The same data is already in force as run {run}: nothing was changed.",
        Outcome.CHECKED: "Dry run: the delivery would be published. Nothing was changed.",
        Outcome.REFUSED: "The delivery was refused: nothing was changed.",
        Outcome.FAILED: "The import could not be run: nothing was changed.",
    },
}
FILE_HEADER = {
    "fi": ("Tiedosto", "rivejä", "syrjässä", "toistuvia"),
    "sv": ("Fil", "rader", "åt sidan", "upprepade"),
    "en": ("File", "rows", "set aside", "repeated"),
}
IN_FORCE = {
    "fi": {"published": "Voimassa oleva taulu", "checked": "Taulu, jos julkaistaan"},
    "sv": {"published": "Gällande tabell", "checked": "Tabell, om den publiceras"},
    "en": {"published": "Table in force", "checked": "Table, if published"},
}
TITLES = {
    "fi": {
        "refuse": "Hylkäämisen syyt",
        "confirm": "Hyväksytyt poikkeamat",
        "aside": "Syrjään jätetyt rivit",
        "collapse": "Kerran luetut toistuvat rivit",
        "warn": "Huomautukset",
    },
    "sv": {
        "refuse": "Därför avvisades leveransen",
        "confirm": "Godkända avvikelser",
        "aside": "Rader som lades åt sidan",
        "collapse": "Upprepade rader som lästes en gång",
        "warn": "Anmärkningar",
    },
    "en": {
        "refuse": "Why it was refused",
        "confirm": "Differences that were accepted",
        "aside": "Rows set aside",
        "collapse": "Repeated rows that were read once",
        "warn": "Remarks",
    },
}
OTHER = {
    "fi": {
        "rows": "rivejä",
        "accept": "Jos poikkeamat ovat oikein, aja tuonti uudelleen näin: {options}",
        "mend_first": "Korjaa ensin muut syyt. Jos poikkeamat ovat silti oikein, lisää tuontiin: {options}",
    },
    "sv": {
        "rows": "rader",
        "accept": "Om avvikelserna är riktiga, kör importen på nytt så här: {options}",
        "mend_first": "Åtgärda först de övriga skälen. Om avvikelserna ändå är riktiga, lägg till i importen: {options}",
    },
    "en": {
        "rows": "rows",
        "accept": "If the differences are as they should be, import again with: {options}",
        "mend_first": "Mend the other reasons first. If the differences are then still as they should be, add to the import: {options}",
    },
}
COLUMNS = {
    "fi": ("tiedosto", "rivi", "sarake", "sääntö", "vaikutus", "rivejä", "miten korjataan"),
    "sv": ("fil", "rad", "kolumn", "regel", "följd", "rader", "hur det rättas"),
    "en": ("file", "row", "column", "rule", "effect", "rows", "how to mend"),
}
SEVERITIES = {
    "fi": {
        Severity.REFUSE: "toimitus hylätään",
        Severity.CONFIRM: "toimitus hylätään, ellei poikkeamaa hyväksytä",
        Severity.ASIDE: "rivi jätetään syrjään",
        Severity.COLLAPSE: "rivi luetaan kerran",
        Severity.WARN: "huomautus",
    },
    "sv": {
        Severity.REFUSE: "leveransen avvisas",
        Severity.CONFIRM: "leveransen avvisas om avvikelsen inte godkänns",
        Severity.ASIDE: "raden läggs åt sidan",
        Severity.COLLAPSE: "raden läses en gång",
        Severity.WARN: "anmärkning",
    },
    "en": {
        Severity.REFUSE: "the delivery is refused",
        Severity.CONFIRM: "the delivery is refused until it is accepted",
        Severity.ASIDE: "the row is set aside",
        Severity.COLLAPSE: "the row is read once",
        Severity.WARN: "told only",
    },
}
