"""British spellings with their American ones, as beginnings of words, where no rule about letters gives them."""

from __future__ import annotations

_PAIRS = """
    adviser advisor; aeroplane airplane; ageing aging; amongst among; analogu analog; annexe annex; appal appall
    artefact artifact; baulk balk; biass bias; burnt burned; catalogu catalog; centring centering; chilli chili
    cosi cozi; cosy cozy; councillor councilor; counsellor counselor; cypher cipher; dialogu dialog
    diarrhoea diarrhea; distil distill; doughnut donut; draught draft; dreamt dreamed; dyke dike; enquir inquir
    enrol enroll; epilogu epilog; focuss focus; fulfil fulfill; furore furor; gaol jail; glycerine glycerin
    instalment installment; instil instill; jewellery jewelry; leant leaned; leapt leaped; learnt learned
    manoeuvr maneuver; maths math; meagre meager; mollusc mollusk; monologu monolog; mould mold; moult molt
    moustache mustache; mum mom; ochre ocher; omelette omelet; pedlar peddler; phoney phony; practis practic
    prologu prolog; pyjama pajama; skilful skillful; smelt smelled; smoulder smolder; speciality specialty
    spelt spelled; spilt spilled; spoilt spoiled; sulph sulf; titbit tidbit; tranquillity tranquility; whilst while
    whisky whiskey; wilful willful; woollen woolen; yoghurt yogurt
"""
_STEMS = tuple(tuple(pair.split()) for line in _PAIRS.strip().splitlines() for pair in line.split(";"))


def in_american_spelling(word: str) -> str:
    """Return a word in lower case with an American beginning, if it has a British one."""
    for british, american in _STEMS:
        if word.startswith(british) and not (american.startswith(british) and word.startswith(american)):
            rest = word[len(british) :]
            # maneuver|ed is manoeuvr|ed, but maneuver is manoeuvr|e
            return american + (rest.removeprefix("e") if rest == "e" and american[-2:] == "er" else rest)
    return word
