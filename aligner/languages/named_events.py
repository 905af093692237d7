"""Crises, wars, revolutions and treaties that one language names by their years and the other by a name.

A block has the nouns that are numbered by a year, English; French: "the crash of 1929". Its rows have the years of an
event; its English names; its French names, in lower case, "_" between words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aligner.types import SIDES, Side

_CRISIS = (
    "crisis crises crash slump depression recession panic downturn; crise crises krach dépression récession panique"
)
_SHOCK = "shock shocks crisis embargo; choc chocs crise embargo"
_WAR = "war wars conflict; guerre guerres conflit"
_REVOLUTION = (
    "revolution revolutions uprising uprisings revolt rising insurrection coup events riots; "
    "révolution révolutions soulèvement insurrection révolte coup_d'état événements évènements putsch émeutes"
)
_TREATY = (
    "treaty peace accord accords agreement agreements conference protocol pact; "
    "traité paix accord accords conférence protocole pacte"
)
_ROWS: tuple[tuple[str, str], ...] = (
    (_CRISIS, """
1637; tulip_mania tulip_fever; tulipomanie crise_de_la_tulipe
1720; south_sea_bubble mississippi_bubble; bulle_des_mers_du_sud bulle_du_mississippi
1873; long_depression great_stagnation; longue_dépression grande_stagnation
1907; bankers'_panic knickerbocker; panique_des_banquiers
1929 1930 29 30; great_depression wall_street_crash stock_market_crash black_thursday black_tuesday great_crash the_depression the_slump; grande_dépression krach_boursier krach_de_wall_street crise_de_wall_street jeudi_noir mardi_noir la_dépression grande_crise
1987; black_monday; lundi_noir
1994; tequila_crisis peso_crisis; crise_tequila effet_tequila
1997 1998; asian_crisis asian_financial_crisis asian_flu; crise_asiatique crise_financière_asiatique
1998; russian_crisis rouble_crisis ruble_crisis; crise_russe crise_du_rouble
2000 2001; dotcom dot-com dot.com internet_bubble tech_bubble; bulle_internet bulle_technologique
2007 2008 2009; financial_crisis great_recession subprime credit_crunch economic_crisis global_crisis banking_crisis lehman financial_crash; crise_financière grande_récession subprimes crise_économique crise_mondiale crise_bancaire lehman
2010 2011 2012; euro_crisis eurozone_crisis debt_crisis; crise_de_l'euro crise_de_la_zone_euro crise_de_la_dette
2020; covid_crisis coronavirus_crisis pandemic; crise_du_covid crise_sanitaire pandémie
"""),  # noqa: E501
    (_SHOCK, """
1973 1974; oil_shock oil_shocks oil_crisis oil_embargo energy_crisis; choc_pétrolier chocs_pétroliers crise_pétrolière crise_du_pétrole embargo_pétrolier
1979 1980; oil_shock oil_shocks oil_crisis energy_crisis; choc_pétrolier chocs_pétroliers crise_pétrolière crise_du_pétrole
1956; suez; suez
1962; cuban_missile missile_crisis; missiles_de_cuba crise_des_missiles crise_de_cuba
"""),  # noqa: E501
    (_WAR, """
1618 1648; thirty_years; trente_ans
1701 1714; spanish_succession; succession_d'espagne
1740 1748; austrian_succession; succession_d'autriche
1754 1756 1763; seven_years french_and_indian; sept_ans conquête
1775 1783 1776; revolutionary_war war_of_independence american_revolution; guerre_d'indépendance révolution_américaine
1812; war_of_1812 russian_campaign; campagne_de_russie guerre_anglo-américaine
1846 1848; mexican_war mexican-american; guerre_américano-mexicaine guerre_du_mexique
1853 1854 1856; crimean_war; guerre_de_crimée
1861 1865; civil_war; guerre_de_sécession guerre_civile
1870 1871; franco-prussian franco-german; franco-prussienne franco-allemande
1894 1895; sino-japanese; sino-japonaise
1898; spanish-american; hispano-américaine
1899 1902; boer_war; guerre_des_boers
1904 1905; russo-japanese; russo-japonaise
1912 1913; balkan_wars balkan_war; guerres_balkaniques guerres_des_balkans
1914 1918 14 18; great_war first_world_war world_war_i world_war_one wwi; grande_guerre première_guerre_mondiale
1936 1939; spanish_civil_war; guerre_d'espagne guerre_civile_espagnole
1939 1940 1945 39 40 45; second_world_war world_war_ii world_war_two wwii; seconde_guerre_mondiale deuxième_guerre_mondiale
1948 1949; arab-israeli war_of_independence israel's_independence; israélo-arabe guerre_d'indépendance nakba
1950 1953; korean_war; guerre_de_corée
1956; suez_war suez_crisis; guerre_de_suez crise_de_suez canal_de_suez
1954 1962; algerian_war war_of_algeria; guerre_d'algérie
1962; sino-indian; sino-indienne
1965 1971; indo-pakistani bangladesh_liberation; indo-pakistanaise
1967; six-day_war six_day_war; guerre_des_six-jours guerre_des_six_jours
1973; yom_kippur october_war ramadan_war; kippour guerre_d'octobre
1980 1988; iran-iraq; iran-irak
1982; falklands; malouines
1990 1991; gulf_war; guerre_du_golfe
1999; kosovo kargil; kosovo kargil
2003; iraq_war gulf_war; guerre_d'irak guerre_en_irak guerre_du_golfe
2006; lebanon_war; guerre_du_liban
2008; georgian_war russo-georgian south_ossetia; guerre_de_géorgie russo-géorgienne ossétie_du_sud
"""),  # noqa: E501
    (_REVOLUTION, """
1642 1651; english_civil_war; guerre_civile_anglaise
1688; glorious_revolution; glorieuse_révolution
1776; american_revolution; révolution_américaine
1789; french_revolution bastille; révolution_française prise_de_la_bastille
1798; irish_rebellion; rébellion_irlandaise
1830; july_revolution; révolution_de_juillet trois_glorieuses
1837 1838; rebellions patriots'_war; rébellions_des_patriotes rébellions
1848; february_revolution spring_of_nations springtime_of_the_peoples; révolution_de_février printemps_des_peuples
1857; indian_mutiny sepoy; révolte_des_cipayes cipayes
1871; paris_commune; commune
1905; russian_revolution bloody_sunday; révolution_russe dimanche_rouge
1910; mexican_revolution; révolution_mexicaine
1911; xinhai chinese_revolution; xinhai révolution_chinoise
1916; easter_rising easter_rebellion; insurrection_de_pâques pâques_sanglantes
1917; october_revolution russian_revolution bolshevik_revolution bolshevik february_revolution; révolution_d'octobre révolution_russe révolution_bolchevique révolution_de_février
1918 1919; november_revolution german_revolution; révolution_allemande
1949; chinese_revolution; révolution_chinoise
1953; east_german; allemagne_de_l'est
1956; hungarian_revolution hungarian_uprising budapest; révolution_hongroise insurrection_hongroise budapest
1959; cuban_revolution castro; révolution_cubaine castriste
1968; may_'68 prague_spring student_revolt; mai_68 printemps_de_prague
1969; stonewall; stonewall
1974; carnation_revolution; révolution_des_œillets
1979; islamic_revolution iranian_revolution; révolution_islamique révolution_iranienne
1986; people_power edsa; pouvoir_du_peuple
1989; velvet_revolution berlin_wall tiananmen eastern_bloc; révolution_de_velours mur_de_berlin tiananmen tian'anmen
2003; rose_revolution; révolution_des_roses
2004; orange_revolution; révolution_orange
2005; tulip_revolution cedar_revolution; révolution_des_tulipes révolution_du_cèdre
2010 2011; arab_spring jasmine_revolution tahrir; printemps_arabe révolution_du_jasmin tahrir
2013 2014; maidan euromaidan revolution_of_dignity; maïdan euromaïdan révolution_de_la_dignité
"""),  # noqa: E501
    (_TREATY, """
1648; westphalia; westphalie
1713; utrecht; utrecht
1763; treaty_of_paris peace_of_paris paris_treaty; traité_de_paris
1783; treaty_of_paris peace_of_paris paris_treaty; traité_de_paris traité_de_versailles
1814 1815; congress_of_vienna; congrès_de_vienne
1884 1885; berlin_conference; conférence_de_berlin
1904; entente_cordiale; entente_cordiale
1916; sykes-picot; sykes-picot
1917; balfour; balfour
1918; brest-litovsk armistice; brest-litovsk armistice
1919; versailles; versailles
1920; sèvres trianon; sèvres trianon
1923; lausanne; lausanne
1938; munich; munich
1939; molotov-ribbentrop nazi-soviet german-soviet; germano-soviétique molotov-ribbentrop
1944; bretton_woods; bretton_woods
1945; yalta potsdam; yalta potsdam
1951; coal_and_steel; ceca charbon_et_de_l'acier
1954; geneva; genève
1957; treaty_of_rome rome_treaty treaties_of_rome; traité_de_rome traités_de_rome
1962; evian évian; évian evian
1963; élysée elysée elysee; élysée elysée
1975; helsinki; helsinki
1978; camp_david; camp_david
1985; schengen; schengen
1992; maastricht rio; maastricht rio
1993; oslo; oslo
1995; dayton; dayton
1997; kyoto amsterdam ottawa; kyoto amsterdam ottawa
1998; good_friday belfast; vendredi_saint belfast
2001; treaty_of_nice; traité_de_nice
2007; lisbon; lisbonne
2015; paris_agreement paris_climate vienna; accord_de_paris vienne
"""),
)  # fmt: skip


class NamedEvent(NamedTuple):
    """An event with the patterns of the nouns that its years are of, and of its names, in lower case."""

    nouns: dict[Side, re.Pattern[str]]
    names: dict[Side, re.Pattern[str]]


def _patterns(english: str, french: str) -> dict[Side, re.Pattern[str]]:
    """Return the pattern of any of the words or phrases of each language."""
    phrases = ([re.escape(phrase).replace("_", " ") for phrase in words.split()] for words in (english, french))
    return dict(zip(SIDES, (re.compile(rf"(?<!\w)(?:{'|'.join(any_of)})(?!\w)") for any_of in phrases), strict=True))


@cache
def named_events() -> dict[int, tuple[NamedEvent, ...]]:
    """Return the events of each year; two figures are a year in « 14-18 »."""
    events: dict[int, tuple[NamedEvent, ...]] = {}
    for kind, rows in _ROWS:
        nouns = _patterns(*kind.split(";"))
        for row in rows.strip().splitlines():
            years, *names = row.split(";")
            event = NamedEvent(nouns, _patterns(*names))
            for year in map(int, years.split()):
                events[year] = (*events.get(year, ()), event)
    return events
