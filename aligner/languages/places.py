"""Countries, peoples and continents in both languages.

Names from CLDR (Unicode Common Locale Data Repository, Unicode License v3), common short forms added.
A country's row: its names in English; in French; its people and their adjectives in English; in French. "|" separates
names; a word marked "+" has the forms of a noun or adjective, and "_" is the space in a phrase.
"""

from __future__ import annotations

_COUNTRIES = """
Andorra; Andorre; Andorran+; andorran+
United Arab Emirates|UAE|Emirates|U.A.E.; Émirats arabes unis|EAU|Emirats|Emirats arabes unis|Émirats; Emirati+; émirati+ émirien+
Afghanistan; Afghanistan; Afghan+; afghan+
Antigua and Barbuda; Antigua-et-Barbuda; Antiguan+; antiguayen+
Albania; Albanie; Albanian+; albanais+
Armenia; Arménie; Armenian+; arménien+
Angola; Angola; Angolan+; angolais+
Argentina; Argentine; Argentine+ Argentinian+ Argentinean+; argentin+
Austria; Autriche; Austrian+ Austro; autrichien+ austro
Australia; Australie; Australian+ Aussie+; australien+
Aruba; Aruba; Aruban+; arubais+
Azerbaijan; Azerbaïdjan|Azerbaidjan; Azerbaijani+ Azeri+; azerbaïdjanais+ azéri+
Bosnia and Herzegovina|Bosnia|Bosnia-Herzegovina; Bosnie-Herzégovine|Bosnie; Bosnian+; bosnien+ bosniaque+
Barbados; Barbade; Barbadian+; barbadien+
Bangladesh; Bangladesh; Bangladeshi+; bangladais+ bangladeshi+
Belgium; Belgique; Belgian+; belge+
Burkina Faso; Burkina Faso; Burkinabe+ Burkinabé+; burkinabé+ burkinabè+
Bulgaria; Bulgarie; Bulgarian+; bulgare+
Bahrain; Bahreïn|Bahrein; Bahraini+; bahreïni+ bahreïnien+
Burundi; Burundi; Burundian+; burundais+
Benin; Bénin; Beninese Beninois; béninois+
Bermuda; Bermudes; Bermudian+; bermudien+
Brunei; Brunei; Bruneian+; brunéien+
Bolivia; Bolivie; Bolivian+; bolivien+
Brazil; Brésil|Bresil; Brazilian+; brésilien+
Bahamas; Bahamas; Bahamian+; bahamien+ bahaméen+
Bhutan; Bhoutan; Bhutanese; bhoutanais+
Botswana; Botswana; Botswanan+ Motswana Batswana; botswanais+
Belarus|Byelorussia; Biélorussie|Bélarus|Belarus; Belarusian+ Belarussian+ Byelorussian+; biélorusse+ bélarusse+
Belize; Belize; Belizean+; bélizien+
Canada; Canada; Canadian+; canadien+
Congo - Kinshasa|Congo|DRC|Democratic Republic of Congo|D.R. Congo|DR Congo; Congo-Kinshasa|Congo|RDC|République démocratique du Congo; Congolese; congolais+
Central African Republic; République centrafricaine|Centrafrique|RCA; Central_African+; centrafricain+
Congo - Brazzaville|Congo; Congo-Brazzaville|Congo; Congolese; congolais+
Switzerland; Suisse; Swiss ; suisse+ helvétique+ helvético
Côte d’Ivoire|Ivory Coast|Cote d’Ivoire; Côte d’Ivoire; Ivorian+ Ivoirian+; ivoirien+
Cook Islands; Îles Cook
Chile; Chili; Chilean+; chilien+
Cameroon; Cameroun; Cameroonian+; camerounais+
China|People’s Republic of China|PRC; Chine|RPC; Chinese Mandarin Sino; chinois+ mandarin sino
Colombia; Colombie; Colombian+; colombien+
Costa Rica; Costa Rica; Costa_Rican+; costaricain+ costaricien+
Cuba; Cuba; Cuban+; cubain+
Cape Verde|Cabo Verde; Cap-Vert; Cape_Verdean+; cap-verdien+ capverdien+
Cyprus; Chypre; Cypriot+; chypriote+ cypriote+
Czechia|Czech Republic; Tchéquie|République tchèque; Czech+; tchèque+
Germany; Allemagne; German+ Germano; allemand+ germano
Djibouti; Djibouti; Djiboutian+; djiboutien+
Denmark; Danemark; Danish Dane+; danois+
Dominica; Dominique; Dominican+; dominicain+ dominiquais+
Dominican Republic; République dominicaine; Dominican+; dominicain+
Algeria; Algérie; Algerian+; algérien+
Ecuador; Équateur|Equateur; Ecuadorian+ Ecuadorean+; équatorien+
Estonia; Estonie; Estonian+; estonien+
Egypt; Égypte|Egypte; Egyptian+; égyptien+
Western Sahara; Sahara occidental; Sahrawi+ Saharawi+; sahraoui+
Eritrea; Érythrée|Erythrée; Eritrean+; érythréen+
Spain; Espagne; Spanish Spaniard+ Castilian+ Hispano; espagnol+ castillan+ hispano hispanique+
Ethiopia; Éthiopie|Ethiopie; Ethiopian+; éthiopien+
Finland; Finlande; Finnish Finn Finns Finno; finlandais+ finnois+ finno
Fiji; Fidji|Fiji; Fijian+; fidjien+
Falkland Islands; Îles Malouines; Falkland_Islander+; malouin+
Micronesia|Federated States of Micronesia; Micronésie|États fédérés de Micronésie; Micronesian+; micronésien+
Faroe Islands; Îles Féroé; Faroese; féroïen+
France; France; French Frenchman Frenchmen Frenchwoman Franco; français+ franco
Gabon; Gabon; Gabonese; gabonais+
United Kingdom|UK|U.K.|Britain|Great Britain|England; Royaume-Uni|Grande-Bretagne|Angleterre|RU; British Briton+ Brit+ English Englishman Englishmen Englishwoman Anglo; britannique+ anglais+ anglo
Grenada; Grenade; Grenadian+; grenadien+
Georgia; Géorgie; Georgian+; géorgien+
French Guiana; Guyane française
Ghana; Ghana; Ghanaian+; ghanéen+
Gibraltar; Gibraltar
Greenland; Groenland; Greenlandic Greenlander+; groenlandais+
Gambia|The Gambia; Gambie; Gambian+; gambien+
Guinea; Guinée; Guinean+; guinéen+
Guadeloupe; Guadeloupe
Equatorial Guinea; Guinée équatoriale; Equatorial_Guinean+ Equatoguinean+; équato-guinéen+ équatoguinéen+
Greece; Grèce; Greek+ Greco; grec grecs grecque grecques hellénique+ gréco
Guatemala; Guatemala; Guatemalan+; guatémaltèque+
Guam; Guam
Guinea-Bissau; Guinée-Bissau|Guinée Bissau; Bissau-Guinean+ Guinea-Bissauan+; bissau-guinéen+ bissaoguinéen+
Guyana; Guyana; Guyanese; guyanien+
Hong Kong; Hong Kong|Hongkong; Hongkonger+ Hong_Konger+; hongkongais+
Honduras; Honduras; Honduran+; hondurien+
Croatia; Croatie; Croatian+ Croat+; croate+
Haiti; Haïti|Haiti; Haitian+; haïtien+
Hungary; Hongrie; Hungarian+ Magyar+; hongrois+ magyar+
Indonesia; Indonésie; Indonesian+; indonésien+
Ireland|Republic of Ireland|Northern Ireland; Irlande|République d’Irlande|Irlande du Nord; Irish Irishman Irishmen Irishwoman ; irlandais+ irlando
Israel; Israël; Israeli+ Israelo; israélien+ israélo
India; Inde; Indian+ Indo; indien+ indo
Iraq; Irak|Iraq; Iraqi+; irakien+ iraquien+
Iran; Iran; Iranian+ Persian+; iranien+ perse+ persan+
Iceland; Islande; Icelandic Icelander+; islandais+
Italy; Italie; Italian+ Italo; italien+ italo
Jamaica; Jamaïque; Jamaican+; jamaïcain+ jamaïquain+
Jordan; Jordanie; Jordanian+; jordanien+
Japan; Japon; Japanese Nippon; japonais+ nippon+ nippo
Kenya; Kenya|Kénya; Kenyan+; kényan+ kenyan+
Kyrgyzstan|Kirghizia; Kirghizstan|Kirghizistan|Kirghizie; Kyrgyz Kyrgyzstani+; kirghize+
Cambodia; Cambodge; Cambodian+ Khmer+; cambodgien+ khmer+
Kiribati; Kiribati; I-Kiribati; kiribatien+
Comoros; Comores; Comorian+ Comoran+; comorien+
St. Kitts and Nevis|Saint Kitts and Nevis; Saint-Christophe-et-Niévès; Kittitian+; kittitien+
North Korea|DPRK|Korea; Corée du Nord|Corée|RPDC; North_Korean+ Korean+; nord-coréen+ nordcoréen+ coréen+
South Korea|Korea; Corée du Sud|Corée; South_Korean+ Korean+; sud-coréen+ sudcoréen+ coréen+
Kuwait; Koweït|Koweit; Kuwaiti+; koweïtien+
Cayman Islands; Îles Caïmans
Kazakhstan|Kazakstan; Kazakhstan; Kazakh+ Kazakhstani+; kazakh+ kazakhstanais+
Laos; Laos; Lao Laotian+; laotien+
Lebanon; Liban; Lebanese; libanais+
St. Lucia|Saint Lucia; Sainte-Lucie; St_Lucian+ Saint_Lucian+; saint-lucien+
Liechtenstein; Liechtenstein; Liechtensteiner+; liechtensteinois+
Sri Lanka; Sri Lanka|Ceylan; Sri_Lankan+; sri-lankais+ srilankais+ sri_lankais+
Liberia; Liberia|Libéria; Liberian+; libérien+
Lesotho; Lesotho; Basotho Mosotho; lésothien+ basotho+
Lithuania; Lituanie|Lithuanie; Lithuanian+; lituanien+ lithuanien+
Luxembourg; Luxembourg; Luxembourger+ Luxembourgish; luxembourgeois+
Latvia; Lettonie; Latvian+; letton+
Libya; Libye; Libyan+; libyen+
Morocco; Maroc; Moroccan+; marocain+
Monaco; Monaco; Monegasque+ Monacan+; monégasque+
Moldova; Moldavie; Moldovan+; moldave+
Montenegro; Monténégro|Montenegro; Montenegrin+; monténégrin+
Madagascar; Madagascar; Malagasy Madagascan+; malgache+
Marshall Islands; Îles Marshall; Marshallese; marshallais+
North Macedonia|Macedonia; Macédoine du Nord|Macédoine; Macedonian+ North_Macedonian+; macédonien+
Mali; Mali; Malian+; malien+
Myanmar|Burma; Myanmar|Birmanie; Burmese; birman+
Mongolia; Mongolie; Mongolian+; mongol+ mongole mongols
Macao|Macau; Macao
Martinique; Martinique
Mauritania; Mauritanie; Mauritanian+; mauritanien+
Malta; Malte; Maltese; maltais+
Mauritius; Maurice|île Maurice; Mauritian+; mauricien+
Maldives; Maldives; Maldivian+; maldivien+
Malawi; Malawi; Malawian+; malawien+ malawite+
Mexico; Mexique; Mexican+; mexicain+
Malaysia; Malaisie; Malaysian+; malaisien+
Mozambique; Mozambique; Mozambican+; mozambicain+
Namibia; Namibie; Namibian+; namibien+
New Caledonia; Nouvelle-Calédonie; New_Caledonian+; néo-calédonien+ néocalédonien+ calédonien+
Niger; Niger; Nigerien+; nigérien+
Nigeria; Nigeria|Nigéria; Nigerian+; nigérian+ nigériane nigérianes
Nicaragua; Nicaragua; Nicaraguan+; nicaraguayen+
Netherlands|Holland; Pays-Bas|Hollande; Dutch Dutchman Dutchmen Dutchwoman; néerlandais+ hollandais+
Norway; Norvège; Norwegian+; norvégien+
Nepal; Népal; Nepali+ Nepalese; népalais+
Nauru; Nauru; Nauruan+; nauruan+
New Zealand; Nouvelle-Zélande; New_Zealander+ Kiwi+; néo-zélandais+ néozélandais+
Oman; Oman; Omani+; omanais+
Panama; Panama; Panamanian+; panaméen+
Peru; Pérou; Peruvian+; péruvien+
French Polynesia; Polynésie française; French_Polynesian+ Tahitian+; polynésien+ tahitien+
Papua New Guinea; Papouasie-Nouvelle-Guinée; Papua_New_Guinean+ Papuan+; papouasien+ papou+
Philippines; Philippines; Filipino+ Filipina+ Philippine; philippin+
Pakistan; Pakistan; Pakistani+; pakistanais+
Poland; Pologne; Polish Pole+ Polono; polonais+ polono
Puerto Rico; Porto Rico|Puerto Rico; Puerto_Rican+; portoricain+
Palestinian Territories|Palestine; Territoires palestiniens|Palestine; Palestinian+ ; palestinien+ palestino
Portugal; Portugal; Portuguese; portugais+
Palau; Palaos|Palau; Palauan+; palaosien+ paluan+
Paraguay; Paraguay; Paraguayan+; paraguayen+
Qatar; Qatar; Qatari+; qatari+ qatarien+
Réunion|Reunion Island; La Réunion
Romania|Rumania; Roumanie; Romanian+; roumain+
Serbia; Serbie; Serbian+ Serb+ Serbo; serbe+ serbo
Russia|Russian Federation; Russie; Russian+ Russo; russe+ russo
Rwanda; Rwanda; Rwandan+; rwandais+
Saudi Arabia; Arabie saoudite|Arabie Saoudite; Saudi+ Saudi_Arabian+; saoudien+
Solomon Islands; Îles Salomon; Solomon_Islander+; salomonais+ salomonien+
Seychelles; Seychelles; Seychellois; seychellois+
Sudan; Soudan; Sudanese; soudanais+
Sweden; Suède; Swedish Swede+; suédois+
Singapore; Singapour; Singaporean+; singapourien+
St. Helena; Sainte-Hélène
Slovenia; Slovénie; Slovenian+ Slovene+; slovène+
Slovakia; Slovaquie; Slovak+ Slovakian+; slovaque+
Sierra Leone; Sierra Leone; Sierra_Leonean+; sierra-léonais+ sierraléonais+ sierra-léonien+
San Marino; Saint-Marin; Sammarinese; saint-marinais+
Senegal; Sénégal; Senegalese; sénégalais+
Somalia; Somalie; Somali+ Somalian+; somalien+ somali+
Suriname; Suriname|Surinam; Surinamese; surinamais+ surinamien+
South Sudan; Soudan du Sud; South_Sudanese; sud-soudanais+ sudsoudanais+
São Tomé and Príncipe|Sao Tome and Principe|São Tomé; Sao Tomé-et-Principe; São_Toméan+; santoméen+
El Salvador; Salvador; Salvadoran+ Salvadorean+; salvadorien+
Syria; Syrie; Syrian+; syrien+
Eswatini|Swaziland; Eswatini|Swaziland; Swazi+; swazi+ swazilandais+
Chad; Tchad; Chadian+; tchadien+
Togo; Togo; Togolese; togolais+
Thailand; Thaïlande; Thai+; thaïlandais+ thaï+
Tajikistan; Tadjikistan; Tajik+ Tajikistani+; tadjik+ tadjike tadjikes
Timor-Leste|East Timor; Timor oriental|Timor-Oriental|Timor-Leste|Timor; East_Timorese Timorese; est-timorais+ timorais+
Turkmenistan; Turkménistan; Turkmen+; turkmène+
Tunisia; Tunisie; Tunisian+; tunisien+
Tonga; Tonga; Tongan+; tongien+ tonguien+
Türkiye|Turkey|Turkiye; Turquie; Turkish Turk+ Turko; turc turcs turque turques turco
Trinidad and Tobago; Trinité-et-Tobago; Trinidadian+; trinidadien+ trinitéen+
Tuvalu; Tuvalu
Taiwan|Republic of China; Taïwan|Taiwan|Formose|République de Chine; Taiwanese; taïwanais+ taiwanais+
Tanzania; Tanzanie; Tanzanian+; tanzanien+
Ukraine; Ukraine; Ukrainian+; ukrainien+
Uganda; Ouganda; Ugandan+; ougandais+
United States|US|U.S.|USA|America|U.S.A.|United States of America; États-Unis|USA|Amérique|Etats-Unis|U.S.A.|É.-U.|E.-U.; American+ Americano; américain+ états-unien+ étasunien+ étatsunien+ américano
Uruguay; Uruguay; Uruguayan+; uruguayen+
Uzbekistan; Ouzbékistan; Uzbek+ Uzbekistani+; ouzbek+ ouzbèke+
Vatican City|Vatican|Holy See; État de la Cité du Vatican|Vatican|Saint-Siège
St. Vincent and Grenadines|Saint Vincent and the Grenadines|St. Vincent and the Grenadines; Saint-Vincent-et-les Grenadines
Venezuela; Venezuela; Venezuelan+; vénézuélien+
Vietnam|Viet Nam; Viêt Nam|Vietnam|Viêtnam|Viet Nam; Vietnamese; vietnamien+
Vanuatu; Vanuatu; Ni-Vanuatu Vanuatuan+; vanuatais+
Samoa; Samoa; Samoan+; samoan+
Yemen; Yémen; Yemeni+ Yemenite+; yéménite+
South Africa; Afrique du Sud|Afrique du sud; South_African+; sud-africain+ sudafricain+
Zambia; Zambie; Zambian+; zambien+
Zimbabwe; Zimbabwe; Zimbabwean+; zimbabwéen+
Scotland; Écosse|Ecosse; Scottish Scot+ Scotsman Scotsmen; écossais+
Wales; pays de Galles|Pays de Galles; Welsh Welshman Welshmen; gallois+
Kosovo; Kosovo; Kosovar+ Kosovan+; kosovar+
Tibet; Tibet; Tibetan+ Tibeto; tibétain+ tibéto
Kurdistan; Kurdistan; Kurd+ Kurdish; kurde+
Chechnya; Tchétchénie; Chechen+; tchétchène+
Crimea; Crimée; Crimean+; criméen+
Catalonia; Catalogne; Catalan+; catalan+
Quebec|Québec; Québec; Quebecer+ Quebecker+ Québécois; québécois+
Soviet Union|USSR|U.S.S.R.; Union soviétique|URSS; Soviet+; soviétique+
Yugoslavia; Yougoslavie; Yugoslav+ Yugoslavian+; yougoslave+
Czechoslovakia; Tchécoslovaquie; Czechoslovak+ Czechoslovakian+; tchécoslovaque+
Bavaria; Bavière; Bavarian+; bavarois+
Brittany; Bretagne; Breton+; breton+
Corsica; Corse; Corsican+; corse+
Sicily; Sicile; Sicilian+; sicilien+
Flanders; Flandre|Flandres; Flemish; flamand+
Wallonia; Wallonie; Walloon+; wallon+
Basque Country; Pays basque; Basque+; basque+
"""  # noqa: E501
# Parts of the world, rows as in `closed_classes`.
CONTINENTS = """
Africa African+; Afrique africain+
Asia Asian+ Asiatic; Asie asiatique+
Europe European+; Europe européen+
North_America North_American+; Amérique_du_Nord nord-américain+
South_America South_American+; Amérique_du_Sud sud-américain+
Central_America Central_American+; Amérique_centrale
Oceania Oceanian+ Oceanic; Océanie océanien+
Antarctica Antarctic; Antarctique antarctique+
Arctic; Arctique arctique+
"""
PARTS_OF_CONTINENTS = """
East_Africa East_African+ eastern_Africa Eastern_Africa; Afrique_de_l'Est Afrique_orientale est-africain+
West_Africa West_African+ western_Africa Western_Africa; Afrique_de_l'Ouest Afrique_occidentale ouest-africain+
North_Africa North_African+ northern_Africa Northern_Africa; Afrique_du_Nord nord-africain+
Southern_Africa southern_Africa; Afrique_australe

Western_Europe western_Europe Western_European+; Europe_de_l'Ouest Europe_occidentale
Eastern_Europe eastern_Europe Eastern_European+; Europe_de_l'Est Europe_orientale
Northern_Europe northern_Europe; Europe_du_Nord
Southern_Europe southern_Europe; Europe_du_Sud

Atlantic; Atlantique atlantique+
Pacific; Pacifique
Indian_Ocean; océan_Indien
Mediterranean; Méditerranée méditerranéen+
Caribbean; Caraïbes caribéen+

Christian+ Christianity; chrétien+ christianisme
Muslim+ Moslem+ Islam Islamic; musulman+ islam islamique+
Jew+ Jewish Judaism; juif+ judaïsme
Buddhist+ Buddhism; bouddhiste+ bouddhisme bouddhique+
Hindu+ Hinduism; hindou+ hindouisme
Sikh+ Sikhism; sikh+ sikhisme

Catholic+ Catholicism; catholique+ catholicisme
Protestant+ Protestantism; protestant+ protestantisme
Orthodox; orthodoxe+

Sunni+ Sunnite+; sunnite+
Shia Shiite+ Shi'ite+ Shi'a; chiite+ chi'ite+
"""
_ROWS = tuple(tuple(column.strip() for column in row.split(";")) for row in _COUNTRIES.strip().split("\n"))
COUNTRIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(english.split("|")), tuple(french.split("|"))) for english, french, *_ in _ROWS
)
PEOPLES: tuple[tuple[str, str], ...] = tuple((row[2], row[3]) if len(row) > 2 else ("", "") for row in _ROWS)
