"""Organisations that the languages name differently, rows as in `closed_classes`.

An organisation that is part of another is also in the row of that one: « l'ONU » may be short for any of its agencies.
"""

from __future__ import annotations

_UN = "UN U.N. United_Nations; Onu Nations_unies Nations_Unies"
_EU = "EU E.U. European_Union Brussels; UE Union_européenne Bruxelles"
# Agencies of the United Nations, by the names that only one of them has.
_UN_AGENCIES = """
WHO World_Health_Organization World_Health_Organisation; OMS Organisation_mondiale_de_la_santé Organisation_mondiale_de_la_Santé
UNHCR UN_refugee_agency U.N._refugee_agency High_Commissioner_for_Refugees; HCR UNHCR Haut-Commissariat_des_Nations_unies_pour_les_réfugiés Haut-Commissariat_aux_réfugiés Haut-Commissariat_pour_les_réfugiés Haut-Commissaire_pour_les_réfugiés
Unicef Children's_Fund; Unicef Fonds_des_Nations_unies_pour_l'enfance
Unesco; Unesco
WFP World_Food_Programme World_Food_Program; PAM Programme_alimentaire_mondial
FAO Food_and_Agriculture_Organization Food_and_Agriculture_Organisation; FAO Organisation_pour_l'alimentation_et_l'agriculture Organisation_des_Nations_unies_pour_l'alimentation
IAEA International_Atomic_Energy_Agency UN_nuclear_watchdog U.N._nuclear_watchdog; AIEA Agence_internationale_de_l'énergie_atomique
ILO International_Labour_Organization International_Labor_Organization International_Labour_Organisation; OIT Organisation_internationale_du_travail Organisation_internationale_du_Travail BIT Bureau_international_du_travail
IOM International_Organization_for_Migration International_Organisation_for_Migration; OIM Organisation_internationale_pour_les_migrations
IPCC Intergovernmental_Panel_on_Climate_Change; Giec Groupe_d'experts_intergouvernemental_sur_l'évolution_du_climat
UNDP United_Nations_Development_Programme UN_Development_Programme; Pnud Programme_des_Nations_unies_pour_le_développement
UNEP UN_Environment_Programme United_Nations_Environment_Programme; Pnue Programme_des_Nations_unies_pour_l'environnement
UNRWA; UNRWA Unrwa
UNAIDS; Onusida
UNODC; ONUDC
Unctad; Cnuced
ICAO International_Civil_Aviation_Organization; OACI Organisation_de_l'aviation_civile_internationale
ITU International_Telecommunication_Union; UIT Union_internationale_des_télécommunications
WMO World_Meteorological_Organization; OMM Organisation_météorologique_mondiale
IMO International_Maritime_Organization; OMI Organisation_maritime_internationale
WIPO World_Intellectual_Property_Organization; OMPI Organisation_mondiale_de_la_propriété_intellectuelle
UN_Security_Council U.N._Security_Council United_Nations_Security_Council Security_Council; Conseil_de_sécurité
UN_General_Assembly U.N._General_Assembly United_Nations_General_Assembly General_Assembly; Assemblée_générale
UN_Human_Rights_Council Human_Rights_Council; Conseil_des_droits_de_l'homme Conseil_des_droits_de_l'Homme
ICJ International_Court_of_Justice World_Court; CIJ Cour_internationale_de_justice Cour_internationale_de_Justice
"""  # noqa: E501
_EU_BODIES = """
European_Commission EU_Commission; Commission_européenne
European_Parliament EU_Parliament; Parlement_européen Parlement_de_Strasbourg
European_Council; Conseil_européen
European_Court_of_Justice Court_of_Justice_of_the_European_Union ECJ CJEU; Cour_de_justice_de_l'Union_européenne Cour_de_justice_des_Communautés_européennes CJUE CJCE
European_Court_of_Auditors; Cour_des_comptes_européenne
Frontex; Frontex
Europol; Europol
European_Investment_Bank EIB; Banque_européenne_d'investissement BEI
"""  # noqa: E501
_OTHERS = """
WTO World_Trade_Organization World_Trade_Organisation; OMC Organisation_mondiale_du_commerce Organisation_mondiale_du_Commerce
IMF International_Monetary_Fund; FMI Fonds_monétaire_international
World_Bank; Banque_mondiale
NATO Atlantic_Alliance North_Atlantic_Treaty_Organization; Otan Alliance_atlantique
OECD; OCDE Organisation_de_coopération_et_de_développement_économiques
OPEC; Opep Organisation_des_pays_exportateurs_de_pétrole
OSCE; OSCE
ICC International_Criminal_Court; CPI Cour_pénale_internationale
ECHR European_Court_of_Human_Rights; CEDH Cour_européenne_des_droits_de_l'homme Cour_européenne_des_droits_de_l'Homme
Council_of_Europe; Conseil_de_l'Europe
African_Union AU; Union_africaine UA
Arab_League League_of_Arab_States; Ligue_arabe
Organization_of_American_States Organisation_of_American_States OAS; Organisation_des_États_américains OEA
Asean Association_of_Southeast_Asian_Nations; Asean Anase Association_des_nations_de_l'Asie_du_Sud-Est
Commonwealth; Commonwealth
Ecowas; Cédéao Cedeao
Mercosur Mercosul; Mercosur
Brics; Brics
IEA International_Energy_Agency; AIE Agence_internationale_de_l'énergie
ICRC International_Committee_of_the_Red_Cross Red_Cross; CICR Comité_international_de_la_Croix-Rouge Croix-Rouge
Red_Crescent; Croissant-Rouge
Caritas; Secours_catholique Caritas
Secours_populaire; Secours_populaire
Doctors_Without_Borders Doctors_without_Borders Médecins_Sans_Frontières Médecins_sans_frontières MSF; Médecins_sans_frontières Médecins_Sans_Frontières MSF
Doctors_of_the_World Médecins_du_Monde; Médecins_du_monde Médecins_du_Monde
Reporters_Without_Borders Reporters_without_Borders RSF; Reporters_sans_frontières Reporters_Sans_Frontières RSF
Amnesty_International Amnesty; Amnesty_International Amnesty
Human_Rights_Watch HRW; Human_Rights_Watch HRW
Save_the_Children; Save_the_Children
Oxfam; Oxfam
Greenpeace; Greenpeace
WWF World_Wildlife_Fund World_Wide_Fund_for_Nature; WWF Fonds_mondial_pour_la_nature
Salvation_Army; Armée_du_salut Armée_du_Salut
Interpol; Interpol
IOC International_Olympic_Committee; CIO Comité_international_olympique Comité_olympique_international
Fifa; Fifa
Uefa; Uefa
World_Athletics IAAF; World_Athletics IAAF Fédération_internationale_d'athlétisme
World_Anti-Doping_Agency WADA; Agence_mondiale_antidopage AMA
Court_of_Arbitration_for_Sport CAS; Tribunal_arbitral_du_sport TAS
ECB European_Central_Bank; BCE Banque_centrale_européenne
Fed Federal_Reserve; Fed Réserve_fédérale Banque_centrale_américaine banque_centrale_américaine
Bank_of_England BoE; Banque_d'Angleterre BoE
Bank_of_Japan BoJ BOJ; Banque_du_Japon BoJ
Bank_of_Canada; Banque_du_Canada
Bank_of_France Banque_de_France; Banque_de_France
Bundesbank; Bundesbank
People's_Bank_of_China; Banque_populaire_de_Chine
African_Development_Bank AfDB; Banque_africaine_de_développement BAD
Asian_Development_Bank ADB; Banque_asiatique_de_développement BAsD
EBRD European_Bank_for_Reconstruction_and_Development; Berd Banque_européenne_pour_la_reconstruction_et_le_développement
European_Space_Agency ESA; Agence_spatiale_européenne ESA
Nasa; Nasa
Roscosmos Roskosmos; Roscosmos Roskosmos
White_House; Maison_Blanche Maison-Blanche
Pentagon; Pentagone
State_Department Department_of_State; Département_d'État département_d'État
Kremlin; Kremlin
Elysée Élysée Elysee; Élysée Elysée
Downing_Street; Downing_Street
Vatican Holy_See; Vatican Saint-Siège
CIA Central_Intelligence_Agency; CIA
FBI Federal_Bureau_of_Investigation; FBI
NSA National_Security_Agency; NSA
DEA Drug_Enforcement_Administration; DEA
Secret_Service; Secret_Service
MI5; MI5
MI6; MI6
GCHQ; GCHQ
Mossad; Mossad
Shin_Bet; Shin_Beth Shin_Bet
KGB; KGB
FSB; FSB
GRU; GRU
Scotland_Yard Metropolitan_Police; Scotland_Yard police_métropolitaine
FDA Food_and_Drug_Administration; FDA Agence_américaine_du_médicament Agence_américaine_des_médicaments
EMA European_Medicines_Agency; EMA Agence_européenne_des_médicaments Agence_européenne_du_médicament
EPA Environmental_Protection_Agency; EPA Agence_de_protection_de_l'environnement Agence_américaine_de_protection_de_l'environnement
Supreme_Court; Cour_suprême
Constitutional_Court Constitutional_Council; Cour_constitutionnelle Conseil_constitutionnel
Council_of_State; Conseil_d'État Conseil_d'Etat
Court_of_Cassation; Cour_de_cassation
Senate; Sénat
House_of_Representatives; Chambre_des_représentants
House_of_Commons; Chambre_des_communes
House_of_Lords; Chambre_des_lords
National_Assembly; Assemblée_nationale
Bundestag; Bundestag
Bundesrat; Bundesrat
Knesset; Knesset
Duma; Douma
BBC; BBC
CNN; CNN
Fox_News; Fox_News
Al_Jazeera Al-Jazeera; Al-Jazira Al_Jazeera Al-Jazeera Al_Jazira
New_York_Times; New_York_Times
Washington_Post; Washington_Post
Wall_Street_Journal; Wall_Street_Journal
Guardian; Guardian
Financial_Times; Financial_Times
Daily_Telegraph Telegraph; Daily_Telegraph Telegraph
Der_Spiegel Spiegel; Der_Spiegel Spiegel
Le_Monde; Le_Monde
Le_Figaro Figaro; Le_Figaro Figaro
Reuters; Reuters
AFP Agence_France-Presse; AFP Agence_France-Presse
Associated_Press; Associated_Press
Tass; Tass
Xinhua; Xinhua Chine_nouvelle
Hamas; Hamas
Hezbollah Hizbollah; Hezbollah
Fatah; Fatah
Taliban; taliban+ Taliban+
al-Qaeda Al_Qaeda al-Qaida; Al-Qaïda Al-Qaida
Islamic_State ISIS Isis ISIL Isil Daesh; État_islamique Etat_islamique EI Daech Daesh
Boko_Haram; Boko_Haram
al-Shabaab al-Shabab Al-Shabaab; Chabab Shebab shebab shebabs chebab
Muslim_Brotherhood; Frères_musulmans
Revolutionary_Guards Revolutionary_Guard; Gardiens_de_la_révolution Gardiens_de_la_Révolution
PKK; PKK
FARC Farc; Farc FARC
ETA; ETA
Ku_Klux_Klan; Ku_Klux_Klan
"""  # noqa: E501
_PARTIES = """
Labour_Party Labour; Parti_travailliste parti_travailliste travailliste+
Conservative_Party Conservatives Tory Tories; Parti_conservateur parti_conservateur conservateurs tories
Liberal_Democrats Lib_Dems; Libéraux-démocrates libéraux-démocrates
Republican_Party Republicans GOP; Parti_républicain parti_républicain républicains Républicains
Democratic_Party Democrats; Parti_démocrate parti_démocrate démocrates
Socialist_Party Socialists; Parti_socialiste parti_socialiste socialistes PS
Green_Party Greens; Verts parti_écologiste écologistes
Communist_Party Communists; Parti_communiste parti_communiste communistes
Social_Democrats SPD; sociaux-démocrates SPD
Christian_Democrats CDU; chrétiens-démocrates démocrates-chrétiens démocrates_chrétiens CDU
National_Rally National_Front; Rassemblement_national Front_national
"""


def _within(whole: str, parts: str) -> str:
    """Return a row for an organisation, and rows for its parts, which have its names, too."""
    english, french = whole.split("; ")
    rows = (row.split("; ") for row in parts.strip().splitlines())
    return "\n".join((whole, *(f"{here} {english}; {there} {french}" for here, there in rows)))


ORGANISATIONS = "\n".join((_within(_UN, _UN_AGENCIES), _within(_EU, _EU_BODIES), _OTHERS.strip(), "", _PARTIES.strip()))
