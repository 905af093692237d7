"""Countries in both languages.

Names from CLDR (Unicode Common Locale Data Repository, Unicode License v3), common short forms added.
Each row: names in English; names in French.
"""

from __future__ import annotations

_COUNTRIES = """
Andorra; Andorre
United Arab Emirates|UAE|Emirates; Émirats arabes unis|EAU|Emirats
Afghanistan; Afghanistan
Antigua and Barbuda; Antigua-et-Barbuda
Albania; Albanie
Armenia; Arménie
Angola; Angola
Argentina; Argentine
Austria; Autriche
Australia; Australie
Aruba; Aruba
Azerbaijan; Azerbaïdjan
Bosnia and Herzegovina|Bosnia; Bosnie-Herzégovine|Bosnie
Barbados; Barbade
Bangladesh; Bangladesh
Belgium; Belgique
Burkina Faso; Burkina Faso
Bulgaria; Bulgarie
Bahrain; Bahreïn
Burundi; Burundi
Benin; Bénin
Bermuda; Bermudes
Brunei; Brunei
Bolivia; Bolivie
Brazil; Brésil
Bahamas; Bahamas
Bhutan; Bhoutan
Botswana; Botswana
Belarus; Biélorussie|Bélarus
Belize; Belize
Canada; Canada
Congo - Kinshasa|Congo|DRC|Democratic Republic of Congo; Congo-Kinshasa|Congo|RDC|République démocratique du Congo
Central African Republic; République centrafricaine
Congo - Brazzaville|Congo; Congo-Brazzaville|Congo
Switzerland; Suisse
Côte d’Ivoire|Ivory Coast; Côte d’Ivoire
Cook Islands; Îles Cook
Chile; Chili
Cameroon; Cameroun
China; Chine
Colombia; Colombie
Costa Rica; Costa Rica
Cuba; Cuba
Cape Verde; Cap-Vert
Cyprus; Chypre
Czechia|Czech Republic; Tchéquie|République tchèque
Germany; Allemagne
Djibouti; Djibouti
Denmark; Danemark
Dominica; Dominique
Dominican Republic; République dominicaine
Algeria; Algérie
Ecuador; Équateur|Equateur
Estonia; Estonie
Egypt; Égypte|Egypte
Western Sahara; Sahara occidental
Eritrea; Érythrée|Erythrée
Spain; Espagne
Ethiopia; Éthiopie|Ethiopie
Finland; Finlande
Fiji; Fidji
Falkland Islands; Îles Malouines
Micronesia; Micronésie
Faroe Islands; Îles Féroé
France; France
Gabon; Gabon
United Kingdom|UK|U.K.|Britain|Great Britain|England; Royaume-Uni|Grande-Bretagne|Angleterre|RU
Grenada; Grenade
Georgia; Géorgie
French Guiana; Guyane française
Ghana; Ghana
Gibraltar; Gibraltar
Greenland; Groenland
Gambia; Gambie
Guinea; Guinée
Guadeloupe; Guadeloupe
Equatorial Guinea; Guinée équatoriale
Greece; Grèce
Guatemala; Guatemala
Guam; Guam
Guinea-Bissau; Guinée-Bissau
Guyana; Guyana
Hong Kong; Hong Kong|Hongkong
Honduras; Honduras
Croatia; Croatie
Haiti; Haïti
Hungary; Hongrie
Indonesia; Indonésie
Ireland|Republic of Ireland|Northern Ireland; Irlande|République d’Irlande|Irlande du Nord
Israel; Israël
India; Inde
Iraq; Irak
Iran; Iran
Iceland; Islande
Italy; Italie
Jamaica; Jamaïque
Jordan; Jordanie
Japan; Japon
Kenya; Kenya
Kyrgyzstan; Kirghizstan
Cambodia; Cambodge
Kiribati; Kiribati
Comoros; Comores
St. Kitts and Nevis; Saint-Christophe-et-Niévès
North Korea|Korea; Corée du Nord|Corée
South Korea|Korea; Corée du Sud|Corée
Kuwait; Koweït
Cayman Islands; Îles Caïmans
Kazakhstan; Kazakhstan
Laos; Laos
Lebanon; Liban
St. Lucia; Sainte-Lucie
Liechtenstein; Liechtenstein
Sri Lanka; Sri Lanka
Liberia; Liberia|Libéria
Lesotho; Lesotho
Lithuania; Lituanie
Luxembourg; Luxembourg
Latvia; Lettonie
Libya; Libye
Morocco; Maroc
Monaco; Monaco
Moldova; Moldavie
Montenegro; Monténégro
Madagascar; Madagascar
Marshall Islands; Îles Marshall
North Macedonia|Macedonia; Macédoine du Nord|Macédoine
Mali; Mali
Myanmar|Burma; Myanmar|Birmanie
Mongolia; Mongolie
Macao|Macau; Macao
Martinique; Martinique
Mauritania; Mauritanie
Malta; Malte
Mauritius; Maurice
Maldives; Maldives
Malawi; Malawi
Mexico; Mexique
Malaysia; Malaisie
Mozambique; Mozambique
Namibia; Namibie
New Caledonia; Nouvelle-Calédonie
Niger; Niger
Nigeria; Nigeria
Nicaragua; Nicaragua
Netherlands|Holland; Pays-Bas|Hollande
Norway; Norvège
Nepal; Népal
Nauru; Nauru
New Zealand; Nouvelle-Zélande
Oman; Oman
Panama; Panama
Peru; Pérou
French Polynesia; Polynésie française
Papua New Guinea; Papouasie-Nouvelle-Guinée
Philippines; Philippines
Pakistan; Pakistan
Poland; Pologne
Puerto Rico; Porto Rico
Palestinian Territories|Palestine; Territoires palestiniens|Palestine
Portugal; Portugal
Palau; Palaos
Paraguay; Paraguay
Qatar; Qatar
Réunion; La Réunion
Romania; Roumanie
Serbia; Serbie
Russia|Russian Federation; Russie
Rwanda; Rwanda
Saudi Arabia; Arabie saoudite
Solomon Islands; Îles Salomon
Seychelles; Seychelles
Sudan; Soudan
Sweden; Suède
Singapore; Singapour
St. Helena; Sainte-Hélène
Slovenia; Slovénie
Slovakia; Slovaquie
Sierra Leone; Sierra Leone
San Marino; Saint-Marin
Senegal; Sénégal
Somalia; Somalie
Suriname; Suriname
South Sudan; Soudan du Sud
São Tomé and Príncipe; Sao Tomé-et-Principe
El Salvador; Salvador
Syria; Syrie
Eswatini|Swaziland; Eswatini|Swaziland
Chad; Tchad
Togo; Togo
Thailand; Thaïlande
Tajikistan; Tadjikistan
Timor-Leste|East Timor; Timor oriental|Timor-Oriental
Turkmenistan; Turkménistan
Tunisia; Tunisie
Tonga; Tonga
Türkiye|Turkey; Turquie
Trinidad and Tobago; Trinité-et-Tobago
Tuvalu; Tuvalu
Taiwan; Taïwan
Tanzania; Tanzanie
Ukraine; Ukraine
Uganda; Ouganda
United States|US|U.S.|USA|America; États-Unis|USA|Amérique|Etats-Unis
Uruguay; Uruguay
Uzbekistan; Ouzbékistan
Vatican City|Vatican; État de la Cité du Vatican|Vatican
St. Vincent and Grenadines; Saint-Vincent-et-les Grenadines
Venezuela; Venezuela
Vietnam; Viêt Nam
Vanuatu; Vanuatu
Samoa; Samoa
Yemen; Yémen
South Africa; Afrique du Sud
Zambia; Zambie
Zimbabwe; Zimbabwe
"""
COUNTRIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(english.split("|")), tuple(french.strip().split("|")))
    for english, _, french in (row.partition(";") for row in _COUNTRIES.strip().split("\n"))
)
