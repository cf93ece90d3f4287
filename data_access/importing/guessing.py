"""Guesses which file is which table and which header is which column, by the words that Finnish and Swedish systems use for them.

A guess is for a person to look through: what is not plain is left open.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from data_access.importing.contract import input_tables, inputs
from data_access.importing.header import may_be_called
from data_access.importing.looking import Look
from data_access.importing.personal import parts_of
from data_access.schema import METADATA

PLAIN, LIKELY, CANDIDATES = 0.82, 0.6, 3
SHORTEST = 4  # letters of a word that tells something inside another

TABLES = {
    "client_case": "asiakkuus asiakkuudet asiakkaat asiakas asiakasprosessit klientrelation klientrelationer klienter clients cases",
    "case_event": "tapahtuma tapahtumat kaynnit kontaktit kayntitapahtumat handelse handelser events",
    "service_episode": "palvelujakso palvelujaksot palvelut jatkoohjaukset palveluohjaukset tjanster tjanstperioder services",
    "status_spell": "tyollisyysjaksot tyomarkkinajaksot tyollisyystilanteet arbetsmarknadsstatus",
    "job_spell": "tyosuhde tyosuhteet tyojaksot anstallningar jobs",
    "measurement": "mittaus mittaukset mittaustulokset matningar measurements",
    "goal": "tavoite tavoitteet mal goals",
    "feedback_answer": "palaute palautteet asiakaspalaute vastaukset respons feedback",
    "team": "tiimi tiimit teams",
    "team_area": "tiimienkunnat tiimikunnat toimintaalueet teamomraden",
    "team_member": "tiiminjasenet jasenet vakanssit medlemmar members",
    "project": "hanke hankkeet projektit projekt projects",
}
COLUMNS = {
    "case_id": "asiakkuus asiakkuusnumero asiakkuusid asiakkuustunnus tapausnumero tapausid klientrelation arende arendenummer",
    "person_id": "asiakas asiakasnumero asiakasid asiakastunnus henkiloid henkilonumero klient klientid klientnummer",
    "team_id": "tiimi tiimitunnus tiimiid tiimikoodi team teamkod",
    "coordinator_id": "tyontekija tyontekijaid koordinaattori vastuutyontekija omatyontekija omavalmentaja koordinator handlaggare arbetstagare",
    "municipality": "kunta kotikunta kuntakoodi kuntanumero asuinkunta kommun hemkommun kommunkod",
    "project": "hanke hankekoodi projekti projekt",
    "county": "hyvinvointialue hva hyvinvointialuekoodi valfardsomrade",
    "segment": "segmentti asiakassegmentti asiakasryhma klientsegment",
    "sex": "sukupuoli kon gender",
    "birth_year": "syntymavuosi syntvuosi fodelsear",
    "referral_source": "lahettaja lahettavataho lahete ohjaavataho ohjaaja remitterande remittent",
    "referred_date": "tulopaiva tulopvm lahetepaiva lahetepvm saapumispaiva ohjauspaiva ohjauspvm vireilletulopaiva remissdatum inkommen",
    "opened_date": "alkupaiva alkupvm alkamispaiva aloituspaiva aloituspvm avauspaiva avauspvm startdatum oppningsdatum",
    "closed_date": "loppupaiva loppupvm paattymispaiva paattymispvm paatospaiva paatospvm lopetuspaiva slutdatum avslutsdatum",
    "status": "tila asiakkuudentila asiakkuustila tilakoodi tapahtumantila",
    "labour_status": "tyollisyystilanne tyollisyyskoodi tyomarkkinaasema tyovoimakoodi arbetsmarknadsstallning",
    "unemployment_months": "tyottomyyskuukaudet tyottomyyskk tyottomyydenkesto tyottomana arbetsloshetsmanader",
    "outcome": "lopputulos lopputulema paattymissyy tulema utfall resultat",
    "goal_result": "tavoitteentoteutuminen tavoitetulos toteutuma maluppfyllelse",
    "event_id": "tapahtumaid tapahtumanumero tapahtumatunnus kayntiid handelseid",
    "event_code": "tapahtuma tapahtumakoodi tapahtumalaji kayntityyppi handelse handelsekod",
    "event_date": "tapahtumapaiva tapahtumapvm kayntipaiva kayntipvm pvm paivamaara datum handelsedatum",
    "recorded_at": "kirjauspaiva kirjauspvm kirjattu tallennuspvm registrerad",
    "step": "vaihe askel steg",
    "service": "palvelu palvelukoodi tjanst",
    "partner": "kumppani yhteistyokumppani yhteistyotaho samarbetspart",
    "unit": "yksikko toimiyksikko enhet",
    "episode_id": "palvelujakso jaksoid jaksotunnus palvelujaksoid",
    "started_date": "alkupaiva alkupvm alkamispaiva aloituspaiva startdatum",
    "ended_date": "loppupaiva loppupvm paattymispaiva paattymispvm slutdatum",
    "not_started_reason": "eialkanutsyy peruutussyy aloittamattomuudensyy",
    "spell_id": "jaksoid jaksotunnus",
    "job_id": "tyosuhde tyosuhdeid tyosuhdetunnus anstallningsid",
    "from_date": "alkupaiva alkupvm alkaen alkamispaiva voimassaalkaen startdatum fran",
    "to_date": "loppupaiva loppupvm asti paattymispaiva voimassaasti slutdatum till",
    "hours_per_week": "viikkotunnit tunnitviikossa viikkotyoaika veckotimmar",
    "subsidised": "palkkatuki palkkatuettu tuettu lonestod",
    "measurement_id": "mittaus mittausid mittaustunnus matningsid",
    "instrument": "mittari mittarikoodi",
    "planned_point": "mittauspiste mittausajankohta matpunkt",
    "measured_date": "mittauspaiva mittauspvm matdatum",
    "score": "pisteet pistemaara tulos poang",
    "goal_id": "tavoite tavoiteid tavoitetunnus",
    "set_date": "asetettu asetuspaiva asetuspvm",
    "scored_date": "arvioitu arviointipaiva arviointipvm",
    "weight": "paino painoarvo painokerroin vikt",
    "response_id": "vastausid vastaustunnus lomakeid svarsid",
    "respondent": "vastaaja vastaajaryhma respondentgrupp",
    "item": "kysymys vaittama kohta fraga",
    "value": "arvo vastaus varde svar",
    "answered_date": "vastauspaiva vastauspvm vastattu svarsdatum",
    "name": "nimi tiiminnimi namn",
    "kind": "tyyppi laji tiimityyppi typ",
    "member_id": "jasenid vakanssi",
    "team_role": "rooli ammattiryhma roll",
    "fte": "htv tyoaikaosuus",
}


def columns_of(table: str, headers: Sequence[str]) -> dict[str, str]:
    """Header of each column of a table that is plain, each header once. Headers of persons are none."""
    own, usable = METADATA.tables[table], [header for header in dict.fromkeys(headers) if header]
    pairs = ((column, header) for column in inputs(own) for header in usable if may_be_called(column, header, own))
    scores = {(column, header): _likeness(header, _words(column, COLUMNS)) for column, header in pairs}
    found: dict[str, str] = {}
    for (column, header), score in sorted(scores.items(), key=lambda one: -one[1]):
        if score >= PLAIN and column not in found and header not in found.values():
            found[column] = header
    return found


def candidates(column: str, headers: Iterable[str]) -> list[str]:
    """Headers that might be a column, the likeliest first."""
    likely = sorted(((_likeness(header, _words(column, COLUMNS)), header) for header in headers), reverse=True)
    return [header for score, header in likely if score >= LIKELY][:CANDIDATES]


def table_of(look: Look) -> str | None:
    """The table a file is, where its name and headers tell."""
    scores = {table.name: _named(look, table.name) + _share(table.name, look.headers) for table in input_tables()}
    best = max(scores, key=lambda table: scores[table])
    return best if scores[best] >= LIKELY else None


def _named(look: Look, table: str) -> float:
    """How much the name of the file or of its sheet is that of a table: 1 where it begins with it."""
    found = 0.0
    for name in (Path(look.file).stem, look.sheet):
        plain = "".join(parts_of(name)).rstrip("0123456789")
        words = _words(table, TABLES)
        found = max(found, 1.0 if plain in words else 0.9 * max((_likeness(plain, [word]) for word in words), default=0.0))
    return found if found >= LIKELY else 0.0


def _share(table: str, headers: Sequence[str]) -> float:
    """How much of a table the headers hold: a column that few tables have tells more."""
    weights = {column: 1 / sum(column in inputs(other) for other in input_tables()) for column in inputs(METADATA.tables[table])}
    return sum(weights[column] for column in columns_of(table, headers)) / sum(weights.values())


def _words(name: str, known: Mapping[str, str]) -> list[str]:
    return [name.replace("_", ""), *known.get(name, "").split()]


def _likeness(header: str, words: Sequence[str]) -> float:
    """1 for the same word, less for a word within a longer one, less again for words that look alike."""
    plain = "".join(parts_of(header))
    if plain in words:
        return 1.0
    within = [len(word) / len(plain) for word in words if len(word) >= SHORTEST and plain.startswith(word)]
    alike = max((SequenceMatcher(None, plain, word).ratio() for word in words), default=0.0) if len(plain) >= SHORTEST else 0.0
    return max(0.95 * alike, *(0.6 + 0.35 * share for share in within), 0.0)
