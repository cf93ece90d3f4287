"""What the watcher of a folder says, in the three languages."""

WORDS = {
    "fi": {
        "start": "Seurataan kansiota {folder}.",
        "no_folder": "Kansiota {folder} ei voi tehdä ({why}): tarkista oikeudet ja nimi.",
        "unseen": "Kansiota {folder} ei voi lukea ({why}): yritetään uudelleen.",
        "away": "Tuontia ei voi tehdä nyt, toimitukset odottavat. {why}",
        "changed": "{name}: toimitus muuttui tuonnin aikana. Se tuodaan uudelleen, kun se on valmis.",
        "unmoved": "{name}: tuonti on tehty, mutta toimitusta ei voi siirtää ({why}). Yritetään uudelleen.",
    },
    "sv": {
        "start": "Mappen {folder} bevakas.",
        "no_folder": "Mappen {folder} kan inte skapas ({why}): kontrollera rättigheterna och namnet.",
        "unseen": "Mappen {folder} kan inte läsas ({why}): ett nytt försök görs.",
        "away": "Importen kan inte göras nu, leveranserna väntar. {why}",
        "changed": "{name}: leveransen ändrades under importen. Den importeras på nytt när den är färdig.",
        "unmoved": "{name}: importen är gjord, men leveransen kan inte flyttas ({why}). Ett nytt försök görs.",
    },
    "en": {
        "start": "Watching {folder}.",
        "no_folder": "The folder {folder} cannot be made ({why}): see to its permissions and its name.",
        "unseen": "The folder {folder} cannot be read ({why}): it is tried again.",
        "away": "No import can be made now, the deliveries wait. {why}",
        "changed": "{name}: the delivery changed while it was imported. It is imported again when it is finished.",
        "unmoved": "{name}: the import is done, but the delivery cannot be moved ({why}). It is tried again.",
    },
}
