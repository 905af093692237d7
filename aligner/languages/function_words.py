"""Function words that identify English and French, and the names of languages for messages."""

from __future__ import annotations

from aligner.types import Side

# Short words of one language that are rare in the other one and in related languages.
_ENGLISH = frozenset(
    {
        "the", "of", "and", "that", "with", "this", "these", "those", "from", "which", "they", "their", "there",
        "were", "was", "been", "has", "had", "have", "his", "her", "she", "you", "your", "what", "who", "whose",
        "when", "where", "why", "how", "would", "could", "should", "will", "shall", "may", "might", "must",
        "about", "into", "than", "then", "them", "is", "isn't", "are", "aren't", "be", "being", "by", "for",
        "not", "don't", "doesn't", "didn't", "can't", "won't", "it", "its", "it's", "we", "our", "but", "after",
        "before", "because", "while", "between", "through", "during", "without", "against", "over", "under",
        "again", "only", "both", "each", "few", "more", "most", "such", "very", "just", "out", "up", "down",
        "i'm", "i've", "i'll", "you're", "he's", "she's", "let's", "everybody", "everyone", "nobody", "somebody",
        "something", "nothing", "my", "love", "says", "said", "yeah",
    }
)  # fmt: skip
_FRENCH = frozenset(
    {
        "les", "des", "une", "est", "dans", "pour", "avec", "sur", "pas", "nous", "vous", "ils", "elles", "cette",
        "ces", "ceux", "celle", "celui", "sont", "était", "étaient", "été", "être", "avoir", "ont", "avait",
        "avaient", "aux", "du", "leur", "leurs", "mais", "où", "donc", "aussi", "très", "plus", "moins", "sans",
        "sous", "entre", "chez", "après", "avant", "pendant", "depuis", "vers", "contre", "selon", "même", "tout",
        "toute", "tous", "toutes", "quand", "comme", "comment", "pourquoi", "quel", "quelle", "quels", "quelles",
        "je", "tu", "ton", "ta", "tes", "mon", "mes", "notre", "votre", "nos", "vos", "ça", "cela", "ceci",
        "voici", "voilà", "rien", "jamais", "toujours", "encore", "ici", "viens", "suis", "es", "qu'il",
        "qu'elle", "qu'un", "qu'on", "c'est", "n'est", "n'a", "d'un", "d'une", "l'un", "l'on", "j'ai", "s'est",
        "aujourd'hui", "m'a", "t'a", "au", "personne", "fait", "peut",
    }
)  # fmt: skip

DISTINCTIVE_WORDS: dict[Side, frozenset[str]] = {"en": _ENGLISH, "fr": _FRENCH}
# Also words that related languages share: they count only in a text that distinctive words have identified.
COMMON_WORDS: dict[Side, frozenset[str]] = {
    "en": _ENGLISH | {"a", "an", "in", "to", "on", "at", "as", "or", "he", "all", "also", "new", "no", "so", "if"},
    "fr": _FRENCH | {
        "de", "la", "le", "et", "en", "un", "à", "par", "que", "qui", "ce", "se", "il", "elle", "ne", "son", "sa",
        "ses", "ou", "on", "si", "y", "a",
    },
}  # fmt: skip

LANGUAGE_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "br": "Breton",
    "bs": "Bosnian", "ca": "Catalan", "co": "Corsican", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean",
    "la": "Latin", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay",
    "mt": "Maltese", "nl": "Dutch", "nb": "Norwegian", "nn": "Norwegian", "no": "Norwegian", "oc": "Occitan",
    "pcm": "Nigerian Pidgin", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "wa": "Walloon", "wo": "Wolof", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip
