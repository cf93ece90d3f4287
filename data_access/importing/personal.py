"""What looks like somebody's identity: personal identity codes, e-mail addresses and phone numbers, in Python and as the same in SQL;
headers of names, addresses and free text. It would rather refuse a column too many than let one name in, but never a whole system's ids.
"""

import re
import unicodedata

# All patterns are in the part of the language that Python and DuckDB (RE2) read alike: no look-around, no \d, \w, \b or \s.
_DAY, _MONTH = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
# The marks of the centuries; for the hyphen any dash, with blanks around it, as a word processor or a hasty hand makes of it.
_BLANKS, _DASHES = " \t\n\v\f\r\u00a0\u2028\u2029", "\u2010-\u2015\u2212"
_CENTURY = f"(?:[+A-FU-Ya-fu-y]|[{_BLANKS}]?[-{_DASHES}][{_BLANKS}]?)"
# No digit stands beside a code: 20250314-1234 is a day and a number. A letter may, as in an identifier made of a code.
_PLAIN = f"(?:^|[^0-9]){_DAY}{_MONTH}[0-9]{{2}}{_CENTURY}[0-9]{{3}}[0-9A-Ya-y](?:[^0-9]|$)"
# Where a digit does, or the mark is another or none, the last letter decides: it is right for one number in thirty-one. A digit decides nothing.
_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_PARTS = f"({_DAY})[.]?({_MONTH})[.]?(?:19|20)?([0-9]{{2}})(?:{_CENTURY}|[ /_.:])?([0-9]{{3}})([A-FHJ-NPR-Ya-fhj-npr-y])"
# Marks nobody sees, or over a letter, with which a code would be another text.
_UNSEEN = r"[\x01-\x08\x0e-\x1f\x7f-\x9f" + "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
# Digits of other scripts, full-width ones of East Asia first.
_DIGITS = {start + digit: str(digit) for start in (0xFF10, 0x0660, 0x06F0) for digit in range(10)}
EMAIL = r"[^ @<>,;:]+@[^ @<>,;:]+\.[A-Za-z]{2,}"
# A bare run of digits is a phone number only by the start of a mobile one; after it, identifiers padded with zeros begin.
_MOBILE = "(?:4[0-9]|50)"
_LANDLINE = "(?:2|3|5|6|8|9|1[3-9])"
_GAP = "[ \u00a0./-]"
PHONE = (
    f"(?:^|[^0-9A-Za-z.,+-])(?:(?:[+]|00)358{_GAP}?(?:[(]0[)])?(?:{_GAP}?[0-9]){{6,10}}|[+][1-9][0-9]{{9,13}}|358{_MOBILE}[0-9]{{6,8}}"
    f"|[(]?0{_MOBILE}[)]?{_GAP}?[0-9]{{3,4}}{_GAP}?[0-9]{{2,4}}|[(]?0{_MOBILE}[0-9]?[)]?(?:{_GAP}[0-9]{{2,3}}){{2,4}}"
    f"|[(]?0{_LANDLINE}[)]? [0-9]{{3,4}} ?[0-9]{{2,4}}|[(]0{_LANDLINE}[)] ?[0-9]{{5,8}})(?:[^0-9A-Za-z]|$)"
)
UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# The digits inside a UUID or a hash can look like a personal identity code.
HASHED = f"{UUID}|[0-9a-fA-F]{{24,}}|(?:^|[^0-9A-Za-z])(?:[0-9a-fA-F]{{16}}|[0-9a-fA-F]{{20}})(?:[^0-9A-Za-z]|$)"
_ROUGH = f"[0-9]{{2}}[{_BLANKS}./:_+A-Ya-y{_DASHES}-]{{0,3}}[0-9]{{3}}[0-9A-Ya-y]"
LONGEST, MOST_SPACES = 80, 4
# Two or three words with a capital letter each, and nothing else: no identifier is written so, and names are.
NAME = "(?:[A-ZÅÄÖÉÜ][a-zåäöéü]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?(?:, | |$)){2,3}"
_HETU, _HASHED, _OTHER, _HIDDEN = re.compile(_PLAIN), re.compile(HASHED), re.compile(f"{EMAIL}|{PHONE}"), re.compile(_UNSEEN)
_CODE, _NAME = re.compile(_PARTS), re.compile(NAME)

# Parts of a header, in letters without marks.
_WHOLE = """
puh puhnro gsm tel mobile mobil matkapuhelin mail epost hetu hetut sotu ssn dob synt syntaika email emails phone phones katu gata street zip
sposti tfn mobiltel hlotunnus hlotunnukset henkilonumero postinro matkapuh text teksti kirjaus kirjaukset kertomus kertomukset kuvaus
kuvaukset selite selitteet perustelu perustelut huomioita beskrivning yhteyshenkilo yhteyshenkilot description descriptions message messages
viesti viestit meddelande kontaktperson contactperson postcode huomio huomiot huom huomautus huomautukset kommentti kommentit muistiinpano
muistiinpanot muistio lisatieto lisatiedot vapaateksti fritext anteckning anteckningar anmarkning anmarkningar kommentar kommentarer
freetext note notes comment comments remark remarks memo birthday birthdate surname postinumero postnummer postitoimipaikka postort syntynyt
fodd born
"""
_ENDS = """
osoite osoitteet adress adresser address addresses puhelin puhelinnumero puhelinnro telefon telefonnummer telephone phonenumber
sahkoposti epostadress mobilnummer mobilenumber personbeteckning personnummer syntymaaika syntymapaiva syntymapvm fodelsetid fodelsedatum fodelsedag
"""
_WITHIN = """
vapaateksti vapaakuvau avovastau avoinvastau avopalau avoinpalau oppetsvar oppenrespons openanswer opentext fritext freetext sahkoposti
identitycode socialsecurity sosiaaliturvatunnu dateofbirth birthdate syntymaaika syntymapaiva henkilotunnu emailaddress puhelinn lisatieto
muistiinpan kommentti yhteystie osoitetie kontaktuppgift contactinfo contactdetail
"""
# Names of things and of persons, by how the other parts begin; names of persons do not come in several languages.
_THINGS = """
kunta kunnan kunnat tiimi yksik palvelu hanke hankkeen projekt alue koodi luokk tuote tiedosto taulu mittari maakun toimipiste organisaat
kommun enhet tjanst omrad kod fil municipality team unit service project area code file table class county region organi product host event
tapahtuma status tila vaihe step instrument indicator indikaattori kotikun asuinkun hemkommun hyvinvointial valfardsomr tyollisyysal
"""
_PERSONS = """
etu suku kutsuma first last full user asiak henkil tyontekij jasen esimie yhteyshenkil laakar hoitaj omais client person member worker
employee customer patient coordinator klient medarbetar kontakt contact fornamn efternamn
"""
WORDS, NAMES = frozenset(_WHOLE.split()), ("nimi", "nimet", "namn", "name", "names")
ENDS, WITHIN, THINGS, PERSONS = (tuple(words.split()) for words in (_ENDS, _WITHIN, _THINGS, _PERSONS))
LANGUAGES = frozenset({"fi", "sv", "en", "se", "suomi", "ruotsi", "englanti"})


def _seen(text: str) -> str:
    """A text as a reader sees it."""
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub("", text.translate(_DIGITS))


def is_hetu(text: str) -> bool:
    """Whether a Finnish personal identity code may be in the text, of any century mark; a UUID or a hash is none."""
    seen = _seen(text)
    if not (_HETU.search(seen) or _CODE.search(seen)):
        return False
    seen = _HASHED.sub(" ", seen)
    return bool(_HETU.search(seen)) or any(_right(*found.groups()) for found in _CODE.finditer(seen))


def _right(day: str, month: str, year: str, number: str, letter: str) -> bool:
    return _LETTERS[int(day + month + year + number) % len(_LETTERS)] == letter.upper()


def looks_personal(text: str) -> bool:
    """Whether a text looks like a personal identity code, an e-mail address or a phone number."""
    return is_hetu(text) or bool(_OTHER.search(_seen(text)))


def looks_named(text: str) -> bool:
    """Whether an identifier is written as names of persons are: `Virtanen Matti`, `Matti Virtanen`."""
    return bool(_NAME.fullmatch(text))


def masked(text: str) -> str:
    """The text with what looks like somebody's identity cut out of it, for names of files and columns that a message repeats."""
    if looks_personal(text):
        text = _OTHER.sub("…", _HETU.sub("…", _CODE.sub("…", _seen(text))))
    return masked(text) if looks_personal(text) else text


def personal_sql(expression: str) -> str:
    """`looks_personal` as a DuckDB expression; the dear part is asked only of what looks like a code at all."""
    digits = f"translate({expression}, '{''.join(map(chr, _DIGITS))}', '{''.join(_DIGITS.values())}')"
    seen = f"regexp_replace({digits}, '{_UNSEEN}', '', 'g')"
    unhashed = f"regexp_replace({seen}, '{HASHED}', ' ', 'g')"
    numbers = "regexp_replace(x, '[^0-9]', '', 'g')"  # of the day, the month, the year with or without its century, and the number
    place = f"CAST(left({numbers}, 4) || right({numbers}, 5) AS BIGINT) % {len(_LETTERS)} + 1"
    right = f"substr('{_LETTERS}', {place}, 1) = upper(right(x, 1))"
    codes = f"len(list_filter(regexp_extract_all({unhashed}, '{_PARTS}'), lambda x: {right})) > 0"
    hetu = f"(regexp_matches({seen}, '{_ROUGH}') AND (regexp_matches({unhashed}, '{_PLAIN}') OR {codes}))"
    return f"({hetu} OR regexp_matches({seen}, '{EMAIL}|{PHONE}'))"


def named_sql(expression: str) -> str:
    """`looks_named` as a DuckDB expression."""
    return f"regexp_full_match({expression}, '{NAME}')"


def is_free_text(text: str) -> bool:
    """Whether a text is too long, or has too many words, to be an identifier or a code."""
    return len(text) > LONGEST or text.count(" ") >= MOST_SPACES


def free_text_sql(expression: str) -> str:
    """`is_free_text` as a DuckDB expression."""
    return f"(length({expression}) > {LONGEST} OR length({expression}) - length(replace({expression}, ' ', '')) >= {MOST_SPACES})"


def header_is_personal(header: str) -> bool:
    """Whether a column is called as names, addresses, phone numbers, e-mail addresses, dates of birth or free text are.

    Names of things (kunnan_nimi, team_name, name_sv) are not persons'. A bare `name` or `note` is personal: where the contract has such
    columns, in public tables, nobody asks.
    """
    parts = [part.rstrip("0123456789") or part for part in parts_of(header)]
    whole = "".join(parts)
    if any(part in WORDS or part.endswith(ENDS) for part in (*parts, whole)) or any(word in whole for word in WITHIN):
        return True
    named = [part for part in parts if part.endswith(NAMES)]
    of_thing = any(part.startswith(THINGS) or part in LANGUAGES for part in parts)
    return bool(named) and (not of_thing or any(part.startswith(PERSONS) for part in parts))


def parts_of(header: str) -> list[str]:
    """The words of a header in small letters without marks: `AsiakkaanNimi` and `asiakkaan nimi` alike."""
    spaced = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", unicodedata.normalize("NFC", header))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().casefold()
    return [part for part in re.split(r"[^a-z0-9]+", plain) if part]
