"""Which language a text is written in: by its script, and for Latin letters by its small words."""

import re
import unicodedata
from collections import Counter
from functools import cache

# What a language writes that its neighbours in the same script do not.
TELLTALES = {
    "CYRILLIC": (
        ("uk", "іїєґ"),
        ("be", "ў"),
        ("mk", "ѓќѕ"),
        ("sr", "ђћџљњј"),
        ("kk", "әғқңөұүһ"),
    ),
    "ARABIC": (("ur", "ٹڈڑےں"), ("fa", "پچژگ")),
}
# Unicode names a character by its script first.
SCRIPTS = {
    "CJK": "zh",
    "BOPOMOFO": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HALFWIDTH": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "CHEROKEE": "chr",
}
# Which letters a language uses, where they are not Latin.
WRITING = {
    **{language: language for language in SCRIPTS.values()},
    **dict.fromkeys(("yue", "hak", "wuu"), "zh"),
    **dict.fromkeys(("uk", "be", "mk", "sr", "kk", "bg", "tt", "ba", "cv", "ky", "mn"), "ru"),
    **dict.fromkeys(("ur", "fa", "ps", "sd", "ug", "ku"), "ar"),
    **dict.fromkeys(("mr", "ne", "kok", "sa"), "hi"),
    **dict.fromkeys(("as", "bpy"), "bn"),
    "ti": "am",
    "hyw": "hy",
    "grc": "el",
    "yi": "he",
    "shn": "my",
}
# The words a short sentence can hardly do without. Where two languages share one, it counts for
# both, and the others decide.
SMALL_WORDS = {
    "en": "the of and to is that it for was on are with as at be this have from by not but what "
    "all were we when your can there an which their if will each how them then she he his "
    "her my our you they i am do does did has had would could should who why where no yes "
    "hello hi ok please thank thanks good new one two three first chapter welcome today so now "
    "here only more than about into out up some any every",
    "de": "der die das und ist nicht ein eine einen einem einer zu von mit den dem des auf für "
    "im sich als auch es an werden aus er sie ich wir ihr hat dass wie bei nach wird sind "
    "war noch über nur oder aber vor zum zur haben guten tag hallo bitte danke kein keine "
    "um uns morgen heute euch mich dich",
    "fr": "le la les un une et est des du de que qui dans en pour pas au aux sur plus par je il "
    "elle nous vous ils ce cette ces avec se son sa ses mais ou où sont être avoir été "
    "fait très bonjour merci c'est n'est d'un d'une l'on qu'il tout tous monde même comme",
    "es": "el la los las un una y es de que en por con no para su al lo como más pero sus le ya "
    "o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien "
    "desde todo nos hola gracias está son del ser tiene yo usted buenos días mundo",
    "it": "mi chiamo il la gli le un uno una e è di che in per con non del della dei delle si da "
    "al alla sono come più ma anche nel nella ci questo questa ha ho era se io tu noi voi "
    "loro molto ciao grazie perché quando dove tutto tutti buongiorno mondo sul",
    "pt": "o a os as um uma e é de que em por com não para do da dos das no na nos nas se mais "
    "como mas ao à foi ele ela seu sua ou quando muito já está eu também só pelo pela até "
    "isso entre você olá obrigado obrigada são tem bom dia mundo tudo",
    "nl": "de het een en van is dat op te in niet zijn voor met die aan er maar om hem dan zou "
    "of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar "
    "heb hoe heeft hebben deze want nog zal wij jij ik hallo dank goed geen wereld "
    "vandaag goedemorgen morgen ons",
    "sv": "och det att i en jag hon som han på den med var sig för så till är men ett om hade "
    "de av icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej "
    "vid kunde något från ut när efter upp vi hej tack världen god",
    "da": "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et "
    "har om vi min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller "
    "hvad skal selv her alle vil blev kunne hej tak verden mange",
    "nb": "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men "
    "ett har om vi min mitt ha hadde hun nå over da ved fra du ut sin dem oss opp man kan "
    "hans hvor eller hva skal selv her alle vil bli ble hei takk verden etter noe",
    "fi": "ja on ei että se hän oli en mutta kun niin kuin mitä ovat olen minä sinä me te he "
    "tämä myös jos vain ole ollut sen siitä joka mikä nyt hyvää päivää kiitos hei maailma "
    "hyvin kaikki",
    "pl": "i w nie na się z do to że jest o jak ale po co tak za od jego czy przez dla są być "
    "był była tego tym już tylko może jej ich ten ta te który która które mnie ma dzień "
    "dobry dziękuję cześć świat jestem oraz",
    "cs": "a se v na je že o s z do i to k ve pro za by ale si po jako už od jsem jsou jen nebo "
    "byl byla tak co když který která které není také ještě dobrý den děkuji ahoj světe "
    "svět jeho však",
    "sk": "a sa v na je že o s z do i to k vo pre za by ale si po ako už od som sú len alebo "
    "bol bola tak čo keď ktorý ktorá ktoré nie tiež ešte dobrý deň ďakujem ahoj svet jeho "
    "však",
    "ro": "și în de la cu pe nu un o este care să mai din ce au fost sau pentru a că sunt dar "
    "dacă lui ei noi voi el ea acest această prin după bună ziua mulțumesc salut lume "
    "foarte",
    "hu": "a az és hogy nem is egy van de meg ez csak már még volt mint ha vagy ki el lesz kell "
    "én te ő mi ti ők nagyon igen jó napot köszönöm szia világ minden amely ezt azt",
    "tr": "ve bir bu da de için ile çok daha ne gibi ama var mı mi değil ben sen o biz siz "
    "onlar olarak olan kadar sonra her şey merhaba teşekkür ederim günaydın dünya iyi en "
    "ya",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada ke adalah saya kamu dia "
    "kami mereka ada juga sudah bisa oleh atau karena telah seperti lebih halo selamat "
    "pagi terima kasih dunia apa anda",
    "vi": "và của là có không được cho một những trong đã với các người này đó để khi tôi bạn "
    "anh chúng ta ra vào như nhưng rất cũng xin chào cảm ơn thế giới đến từ",
    "ca": "el la els les i és de que en per amb no un una del al com més però també són aquest "
    "aquesta molt hi ha ho què jo tu bon dia gràcies hola món dels",
    "hr": "i u je se na da su za od s o ne a koji što kao to iz ali bi ili samo će sam smo ste "
    "bio bila dobar dan hvala bok svijet nije koja koje već",
    "lt": "ir yra kad su į ne tai iš jis ji bet kaip jo buvo per apie nuo iki aš tu mes labas "
    "ačiū pasaulis diena dar arba",
    "lv": "un ir ka ar uz no tas es viņš viņa bet kā par lai nav bija tu mēs labdien paldies "
    "pasaule vai jau vēl",
    "et": "ja on ei et see ta oli kui aga mis ka ma sa me te nad siis veel oma tere aitäh "
    "maailm päevast väga või",
}
# A letter only a few languages write weighs as much as a small word or two.
LETTERS = {
    "ß": "de",
    "ä": "de sv fi et",
    "ö": "de sv fi hu tr et",
    "ü": "de hu tr et",
    "ñ": "es",
    "¿": "es",
    "¡": "es",
    "ç": "fr pt tr ca",
    "œ": "fr",
    "è": "fr it ca",
    "ê": "fr pt",
    "ù": "fr it",
    "ã": "pt",
    "õ": "pt et",
    "å": "sv da nb",
    "ø": "da nb",
    "æ": "da nb",
    "ł": "pl",
    "ą": "pl lt",
    "ę": "pl lt",
    "ś": "pl",
    "ż": "pl",
    "ř": "cs",
    "ě": "cs",
    "ů": "cs",
    "ľ": "sk",
    "ô": "sk fr",
    "ț": "ro",
    "ș": "ro",
    "ă": "ro vi",
    "ő": "hu",
    "ű": "hu",
    "ğ": "tr",
    "ı": "tr",
    "ş": "tr",
    "đ": "vi hr",
    "ư": "vi",
    "ơ": "vi",
    "ė": "lt",
    "į": "lt",
    "ų": "lt",
    "ģ": "lv",
    "ķ": "lv",
    "ļ": "lv",
    "ņ": "lv",
}
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# An ideograph says about as much as this many letters.
IDEOGRAPH_LETTERS = 3


def guess_language(text: str, usual: str = "en") -> str:
    """Return the language most of a text is written in, as a BCP-47 primary tag.

    Args:
        text: Of any length; a sentence is enough for most languages.
        usual: What Latin letters mean where nothing speaks for another language; also the
            answer where there is no letter at all.
    """
    counts = Counter(_script(char) for char in text if char.isalpha())
    if not counts:
        return usual
    counts["CJK"] *= IDEOGRAPH_LETTERS
    kana = counts["HIRAGANA"] + counts["KATAKANA"] + counts["HALFWIDTH"]
    if kana:
        counts["HIRAGANA"] = kana * IDEOGRAPH_LETTERS + counts.pop("CJK")
    script = counts.most_common(1)[0][0]
    if script == "LATIN":
        return _of_latin(text, usual)
    return _of_script(script, text) or usual


def same_language(first: str, second: str) -> bool:
    """Return whether two tags name one language, whatever their region or script."""
    return primary(first) == primary(second)


def same_writing(first: str, second: str) -> bool:
    """Return whether two languages use the same letters; what is not listed uses Latin ones."""
    return WRITING.get(primary(first), "latin") == WRITING.get(primary(second), "latin")


def primary(tag: str) -> str:
    """Return the language alone of a BCP-47 tag, in lower case."""
    return tag.replace("_", "-").split("-")[0].lower()


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return "LATIN" if name.startswith("FULLWIDTH LATIN") else name.split(" ", 1)[0].split("-")[0]


def _of_script(script: str, text: str) -> str:
    for language, letters in TELLTALES.get(script, ()):
        if any(letter in text.lower() for letter in letters):
            return language
    return SCRIPTS.get(script, "")


def _of_latin(text: str, usual: str) -> str:
    lower = text.lower().replace("’", "'")
    scores = Counter({primary(usual): 0})
    for word in dict.fromkeys(WORD.findall(lower)):
        for language in _languages_of(word):
            scores[language] += 2
    for letter, languages in LETTERS.items():
        for language in languages.split() if letter in lower else ():
            scores[language] += 3
    best, score = max(scores.items(), key=lambda item: (item[1], item[0] == primary(usual)))
    # One shared small word is no evidence against what the user usually writes.
    return best if score > scores[primary(usual)] + 2 else primary(usual)


def _languages_of(word: str) -> tuple[str, ...]:
    return _small_words().get(word, ())


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Turn the table round: from a word to the languages that use it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in SMALL_WORDS.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), language)
    return found
