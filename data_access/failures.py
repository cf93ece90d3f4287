"""What keeps a command from running, and what is said of it in the three languages.

In a sentence {error} is the text of the error, {file} the file it names, {kind} its class and {location} where the data is.
"""

import duckdb
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data_access.importing.archive import BadLimit
from data_access.importing.journal import JournalFailed
from data_access.importing.keys import BadSecret, OpenSecret
from data_access.importing.lock import Busy
from data_access.place import Unreachable, location
from data_access.sources import SourceFailed

Kinds = tuple[type[Exception], ...]
# The first that fits is taken.
SENTENCES: tuple[tuple[Kinds, dict[str, str]], ...] = (
    (
        (FileNotFoundError, NotADirectoryError),
        {
            "fi": "Kohdetta {file} ei ole: tarkista polku.",
            "sv": "{file} finns inte: kontrollera sökvägen.",
            "en": "There is no {file}: check the path.",
        },
    ),
    (
        (FileExistsError,),
        {
            "fi": "{file} on jo olemassa. Mitään ei kirjoitettu yli: valitse toinen kansio.",
            "sv": "{file} finns redan. Ingenting skrevs över: välj en annan mapp.",
            "en": "{file} is there already. Nothing was overwritten: choose another folder.",
        },
    ),
    (
        (Busy,),
        {
            "fi": "Toinen tuonti on käynnissä. Odota, että se päättyy, ja yritä uudelleen.",
            "sv": "En annan import pågår. Vänta tills den har slutat och försök på nytt.",
            "en": "Another import is running. Wait until it has ended and try again.",
        },
    ),
    (
        (OpenSecret,),
        {
            "fi": "Muutkin kuin omistaja voivat lukea tai muuttaa pseudonyymien avainta {error}: aja chmod 600 ja mieti, kuka on voinut lukea sen.",
            "sv": "Andra än ägaren kan läsa eller ändra pseudonymernas nyckel {error}: kör chmod 600 och tänk på vem som kan ha läst den.",
            "en": "Others than its owner may read or change {error}, the key of the pseudonyms: chmod 600 it, and think of who may have read it.",
        },
    ),
    (
        (BadSecret,),
        {
            "fi": "Tiedostossa {error} ei ole 32 tavun avainta heksadesimaaleina. Palauta se varmuuskopiosta tai poista se, niin uusi avain tehdään.",
            "sv": "{error} innehåller ingen nyckel på 32 byte i hexadecimal form. Återställ filen, eller ta bort den så görs en ny nyckel.",
            "en": "{error} does not hold a secret of 32 bytes in hexadecimal. Restore it, or remove it to have a new one made.",
        },
    ),
    (
        (BadLimit,),
        {"fi": "{error} ei ole kokonaisluku tavuja.", "sv": "{error} är inget heltal byte.", "en": "{error} is no whole number."},
    ),
    (
        (Unreachable,),
        {
            "fi": "Tietokantaan ei saada yhteyttä: {error}",
            "sv": "Databasen kan inte nås: {error}",
            "en": "The database cannot be reached: {error}",
        },
    ),
    (
        (ArgumentError,),
        {
            "fi": "Valitsimen --from osoite ei ole muotoa kanta+ajuri://käyttäjä:salasana@palvelin:portti/tietokanta.",
            "sv": "Adressen efter --from har inte formen databas+drivrutin://användare:lösenord@server:port/databas.",
            "en": "The address after --from is not of the form dialect+driver://user:password@host:port/database.",
        },
    ),
    ((SourceFailed,), {"fi": "{error} Mitään ei muutettu.", "sv": "{error} Ingenting ändrades.", "en": "{error} Nothing was changed."}),
    (
        (JournalFailed, OSError, SQLAlchemyError, duckdb.Error),
        {
            "fi": "Tiedostoja ei voitu lukea tai kohteeseen {location} kirjoittaa: {kind}. Voimassa olevat tiedot eivät muuttuneet.",
            "sv": "Filerna kunde inte läsas eller {location} inte skrivas: {kind}. Gällande data ändrades inte.",
            "en": "Could not read the files or write to {location}: {kind}. The data in force was not changed.",
        },
    ),
)
KINDS: Kinds = tuple(kind for kinds, _ in SENTENCES for kind in kinds)


def sentence(error: Exception, language: str) -> str:
    """What is said of an error of one of the KINDS; `language` is fi, sv or en."""
    words = next(words for kinds, words in SENTENCES if isinstance(error, kinds))[language]
    named = getattr(error, "filename", None) or error
    kind = getattr(error, "strerror", None) or type(error).__name__
    return words.format(error=error, file=named, kind=kind, location=location() if "{location}" in words else "")
