"""What keeps a command from running, or a delivery from being read, and what is said of it in the three languages.

In a sentence {error} is the text of the error, {file} the file it names, {kind} what the system says or its class, and {location} where the
data is. The words of the system itself are in its own language, so those of the common errors are here too.
"""

import errno
from dataclasses import replace
from pathlib import Path

import duckdb
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data_access.engine import state_of
from data_access.importing.archive import BadLimit
from data_access.importing.journal import JournalFailed
from data_access.importing.keys import BadSecret, OpenSecret
from data_access.importing.lock import Busy
from data_access.importing.names import plain
from data_access.importing.problems import LANGUAGES, Problem, problem, rules
from data_access.importing.read_database import NoDriver, SourceAway
from data_access.place import BadAddress, Unreachable, data_folder, location
from data_access.sources import SourceFailed

Kinds = tuple[type[Exception], ...]
_FULL = {"fi": "levy tai sen kiintiö on täynnä", "sv": "disken eller dess kvot är full", "en": "the disk or its quota is full"}
_NOT_ALLOWED = {"fi": "ei oikeuksia", "sv": "behörighet saknas", "en": "no permission"}
DISK_FULL = "53100"
SYSTEM: dict[int, dict[str, str]] = {
    errno.ENOENT: {"fi": "ei löydy", "sv": "finns inte", "en": "not found"},
    errno.EISDIR: {"fi": "on kansio", "sv": "är en mapp", "en": "is a folder"},
    errno.ENOTDIR: {
        "fi": "polussa on muuta kuin kansioita",
        "sv": "sökvägen går inte genom mappar",
        "en": "the path leads through what is no folder",
    },
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: {"fi": "levylle ei voi kirjoittaa", "sv": "disken kan inte skrivas till", "en": "the disk may only be read"},
    errno.ENAMETOOLONG: {"fi": "nimi on liian pitkä", "sv": "namnet är för långt", "en": "the name is too long"},
}
_SIGNS = {
    "fi": "Salasanassa @ kirjoitetaan %40, : %3A ja / %2F.",
    "sv": "I ett lösenord skrivs @ %40, : %3A och / %2F.",
    "en": "In a password @ is written %40, : %3A and / %2F.",
}
UNWRITTEN = {
    "fi": "Virheitä ei voitu kirjoittaa tiedostoon {file}: {why}.",
    "sv": "Felen kunde inte skrivas till {file}: {why}.",
    "en": "The problems could not be written to {file}: {why}.",
}
NO_FOLDER = {
    "fi": "{file} on tiedosto, mutta TYOPOYTA_DATA on datakansio: anna sen arvoksi kansio.",
    "sv": "{file} är en fil, men TYOPOYTA_DATA är datamappen: ange en mapp.",
    "en": "{file} is a file, but TYOPOYTA_DATA is the folder of the data: let it name a folder.",
}
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
        (BadAddress,),
        {
            "fi": f"TYOPOYTA_DATABASE_URL ei ole muotoa postgresql://käyttäjä:salasana@palvelin:portti/tietokanta. {_SIGNS['fi']}",
            "sv": f"TYOPOYTA_DATABASE_URL har inte formen postgresql://användare:lösenord@server:port/databas. {_SIGNS['sv']}",
            "en": f"TYOPOYTA_DATABASE_URL is not an address of the form postgresql://user:password@host:port/database. {_SIGNS['en']}",
        },
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
            "fi": f"Valitsimen --from osoite ei ole muotoa kanta+ajuri://käyttäjä:salasana@palvelin:portti/tietokanta. {_SIGNS['fi']}",
            "sv": f"Adressen efter --from har inte formen databas+drivrutin://användare:lösenord@server:port/databas. {_SIGNS['sv']}",
            "en": f"The address after --from is not of the form dialect+driver://user:password@host:port/database. {_SIGNS['en']}",
        },
    ),
    (
        (SourceAway,),
        {
            "fi": "Lähdetietokantaan ei saada yhteyttä ({error}): tarkista osoite, käyttäjä, salasana ja verkko. Mitään ei muutettu.",
            "sv": "Källdatabasen kan inte nås ({error}): kontrollera adressen, användaren, lösenordet och nätet. Ingenting ändrades.",
            "en": "The database to import from cannot be reached ({error}): see its address, user, password and network. Nothing was changed.",
        },
    ),
    (
        (NoDriver,),
        {
            "fi": "Lähdetietokannan ajuria {error} ei ole: asenna se samaan Python-ympäristöön. Mitään ei muutettu.",
            "sv": "Källdatabasens drivrutin {error} saknas: installera den i samma Python-miljö. Ingenting ändrades.",
            "en": "The driver {error} of the database to import from is missing: install it in the same Python environment. Nothing was changed.",
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
    file = getattr(error, "filename", None) or error
    in_the_way = isinstance(error, FileExistsError) and Path(str(file)) == data_folder()
    words = (NO_FOLDER if in_the_way else next(words for kinds, words in SENTENCES if isinstance(error, kinds)))[language]
    where = location() if "{location}" in words else ""
    return plain(words.format(error=error, file=file, kind=why(error, language), location=where))


def why(error: Exception, language: str) -> str:
    """What the system says of an error, in short words; of an error that is not of the system, its class. A full disk of a server is its own."""
    if state_of(error) == DISK_FULL:
        return _FULL[language]
    if not isinstance(error, OSError):
        return type(error).__name__
    ours = SYSTEM.get(error.errno or 0)
    return ours[language] if ours else error.strerror or type(error).__name__


def unwritten(file: Path, error: OSError, language: str) -> str:
    """What is said where the file of problems cannot be written."""
    return plain(UNWRITTEN[language].format(file=file, why=why(error, language)))


def of_delivery(name: str, error: Exception) -> Problem:
    """The problem of a delivery at which an import ended with an error: it could not be read, or the program has a fault."""
    rule = "delivery_unreadable" if isinstance(error, OSError) else "import_failed"
    sentences = rules()[rule].sentences
    return replace(problem(name, rule, why=""), how={language: sentences[language].format(why=why(error, language)) for language in LANGUAGES})
