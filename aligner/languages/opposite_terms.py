"""Opposites, degrees of certainty and of comparison; rows and blocks as in `closed_classes`."""

from __future__ import annotations

OPPOSITES = """
rise* increase* grow* climb* soar* surge* jump* gain* go_up went_up gone_up rocket* growth upturn+ mount* expand* expansion+ escalate* upward edge*_up pick*_up rebound* recover* rally* swell*; hausse+ augmenter* augmentation+ progresser* progression+ grimper* croissance+ croître croît croissent croissant crû crut accroître accru accrue accrus accroît accroissement s'envoler envolée bondir* bond+ flamber* flambée+ gagner* gain+ monter* montée+ remonter* remontée+ s'apprécier rebondir* rebond reprise gonfler* élever* élévation renchérir* majorer* majoration décoller*
fall* decrease* decline* drop* plunge* plummet* tumble* slump* sink* slip* slide* shrink* dip* go_down went_down gone_down dwindle* diminish* reduction+ reduce* downturn+ downward lower* crash* collapse* contract* contraction+ dive* ease* subside* slow* shed* lose* loss losses; baisse+ baisser* diminuer* diminution+ réduire* réduction+ reculer* recul+ chute+ chuter* dégringoler* plonger* effondrement+ effondrer* perdre* perte+ céder* décroître décroît décru décliner* déclin+ tomber* fléchir* repli+ replier* se_contracter contraction fondre* fléchissement rétrécir* descendre* descente glisser* ralentir* dévisser*

accept* approve* adopt* endorse* pass* adoption approval agree*; accepter* approuver* adopter* adoption+ approbation accord entériner* valider* avaliser* consentir* acceptation admettre*
reject* refuse* refusal+ rejection+ turn*_down dismiss* veto vetoed veto* oppose* decline* throw*_out vote*_down; rejeter* rejet+ refuser* refus repousser* écarter* veto opposer* décliner* débouter* recaler*

support* back* backing favour* favor* in_favour in_favor; soutenir* soutien+ appuyer* appui+ favorable+ en_faveur
oppose* opposition against; opposer* opposition contre opposé+ défavorable+ combattre*

confirm* acknowledge* admit* recognise* recognize* concede*; confirmer* confirmation reconnaître* admettre* avouer* avérer* avéré+ concéder*
deny denies denied denying denial+ refute* dispute* reject*; nier* démentir* dément démentent démenti démentie démentis réfuter* contester* rejeter* déni dénégation+

grant* award* give* allow*; accorder* octroyer* octroi+ attribuer* donner* permettre*
deny denies denied denying refuse* withhold* withdraw* revoke*; refuser* refus priver* retirer* révoquer*

win* victory victories triumph* beat* winner+ victorious; gagner* remporter* victoire+ vainqueur+ gagnant+ vaincu vaincus vaincue triompher* triomphe+ victorieux+ l'emporter emporter* battre* vaincre* s'imposer imposer* lauréat+ succès
lose* defeat* loss losses loser+ beaten; perdre* défaite+ perdant+ battu battue battus battues vaincu+ vaincus échouer* s'incliner incliner* inclinés incliné incline perte+ échec

legal lawful legally lawfully licit; légal+ légalement licite+
illegal unlawful illegally unlawfully illicit; illégal+ illégalement illicite+

legalise* legalize* decriminalise* decriminalize* legalisation legalization; légaliser* légalisation dépénaliser* dépénalisation décriminaliser* autoriser*
criminalise* criminalize* outlaw* ban* criminalisation criminalization; criminaliser* interdire* interdiction pénaliser* prohiber* bannir*

allow* permit* authorise* authorize* authorisation authorization permission let licence licensed; permettre* autoriser* autorisation+ permission+ permis laisser* admis
ban* forbid* prohibit* prohibition prevent* bar* outlaw* disallow*; interdire* interdiction+ prohiber* prohibition bannir* proscrire* empêcher* défendre* défense

open* reopen* opening+ unlock* inaugurate*; ouvrir* ouverture+ rouvrir* réouverture+ inaugurer* déverrouiller*
close* closing closure+ shut* shutting shutdown+ lock*; fermer* fermeture+ refermer* clore clos close closes clôturer* clôture+ verrouiller* fermé+

majority majorities; majorité+ majoritaire+
minority minorities; minorité+ minoritaire+

maximum; maximum+ maximal+
minimum; minimum+ minimal+

often frequently; souvent fréquemment
rarely seldom; rarement peu_souvent

guilty found_guilty convict* conviction+ sentence* condemned; coupable+ reconnu+_coupable déclaré+_coupable condamner* condamnation+ culpabilité peine+ sentence verdict
innocent acquit* acquittal+ exonerate* cleared innocence not_guilty found_not_guilty found_innocent; innocent+ reconnu+_innocent déclaré+_innocent non_coupable acquitter* acquittement+ innocenter* innocence disculper* blanchir* relaxer* relaxe relaxé relaxée non_coupable

arrest* detain* jail* imprison* imprisonment detention custody captured; arrêter* arrestation+ interpeller* détenir* emprisonner* emprisonnement incarcérer* incarcération détention écrouer* appréhender* capturer*
release* free* freed liberate* liberation; libérer* libération+ relâcher* relaxer* élargi remettre_en_liberté

safe safely secure safety; sûr sûre sûrs sûres sécuritaire+ sécurité sans_danger sécurisé+ inoffensif+
unsafe dangerous dangerously insecure hazardous danger+ perilous risky; dangereux+ dangereusement danger+ périlleux+ risqué+ non_sécuritaire peu_sûr insalubre insécurité insalubres

arrive* arrival+ enter* entry entries come*_in; arriver* arrivée+ entrer* entrée+ débarquer*
leave* left departure+ depart* exit* quit*; partir* départ+ quitter* sortir* sortie+ repartir* laisser*

enter* entry entrance+; entrer* entrée+ pénétrer*
exit* leave* leaving; sortir* sortie+ quitter*

ally allies allied friend+; allié+ ami+ amie amies
enemy enemies foe+ rival+ adversary adversaries; ennemi+ adversaire+ rival rivaux rivale rivales

alive living survive* survivor+ survived; vivant+ en_vie survivre* survivant+ vie rescapé+
dead die* killed kill* death+ deceased perish* slain; mort+ mourir* décès décéder* tuer* tué+ périr* trépas mortel+ abattre*

birth+ born; naissance+ naître* né née nés nées naquit
death+ died die* dying; mort+ décès mourir* décéder* mourut

success successes successful successfully succeed*; succès réussite+ réussir* parvenir*
failure+ fail* failed unsuccessful unsuccessfully; échec+ échouer* défaillance+ manquer* rater* infructueux+

before prior ahead_of; avant préalable+ auparavant
after following afterwards; après suite suivant à_l'issue

inside indoors within; intérieur à_l'intérieur dedans dans
outside outdoors; extérieur à_l'extérieur dehors hors

above; au-dessus dessus
below beneath underneath; au-dessous dessous en-dessous en_dessous

married marry marries marrying wed wedding+ marriage+; marié+ épouser* marier* mariage+ noces
divorced divorce* single unmarried separated; divorcé+ divorcer* divorce+ célibataire+ séparé+ séparer*

hire* recruit* appoint* hiring appointment+; embaucher* embauche+ recruter* recrutement+ nommer* engager* nomination
fire* dismiss* sack* lay*_off laid_off layoff+ dismissal+ redundant; licencier* licenciement+ renvoyer* limoger* congédier* virer* débaucher* limogeage révoquer* supprimer*

start* begin* began begun beginning+ launch* commence* onset; commencer* début+ débuter* démarrer* démarrage lancer* lancement+ entamer* ouvrir* commencement départ partir_de
end* finish* stop* cease* conclude* ending halt*; finir* fin terminer* cesser* arrêter* arrêt achever* conclure* s'achever prendre_fin clore clos

create* establish* set*_up found* creation build* built construction construct*; créer* création+ établir* fonder* fondation construire* construction+ bâtir* instaurer*
destroy* destruction demolish* demolition abolish* dissolve* dismantle*; détruire* destruction+ démolir* démolition abolir* dissoudre* démanteler* supprimer*

attack* assault* offensive+ aggressor+; attaquer* attaque+ assaillir* agresser* agression offensive+ attentat+ assaut+ frapper*
defend* defence defense defender+ defensive; défendre* défense+ défenseur+ défensif+

advance* advancing forward progress*; avancer* avancée+ progresser* progrès
retreat* withdraw* withdrawal+ pull*_back backward pull*_out; reculer* retrait+ retirer* se_replier repli+ retraite replier*

strengthen* reinforce* bolster* tighten*; renforcer* renforcement consolider* durcir* resserrer*
weaken* loosen* undermine* relax* ease*; affaiblir* affaiblissement fragiliser* assouplir* relâcher* saper*

strong stronger strongest strongly strength; fort+ forte fortes fortement force+ robuste+ solide+ puissant+
weak weaker weakest weakly weakness weaknesses; faible+ faiblement faiblesse+ fragile+

improve* improvement+ better best; améliorer* amélioration+ meilleur+ mieux
worsen* deteriorate* deterioration worse worst; empirer* aggraver* aggravation détériorer* détérioration pire pires pis dégrader* dégradation mauvais+

high higher highest; haut+ élevé+ supérieur+ fort+ forte
low lower lowest; bas basse basses faible+ inférieur+

long longer longest lengthy; long longue longs longues longtemps longuement durable
short shorter shortest brief briefly; court+ bref brève brefs brèves brièvement

big bigger biggest large larger largest great greater greatest huge giant major; grand+ gros grosse grosses énorme+ vaste+ géant+ immense+ important+ majeur+ supérieur+ large
small smaller smallest little tiny minor; petit+ moindre minuscule+ mineur+ faible+ infime+ inférieur+ peu

old older oldest elderly ancient year-old year-olds years_old year_old; vieux vieille vieil vieilles ancien+ âgé+ aîné+ plus_âgé antique+
young younger youngest year-old year-olds years_old year_old; jeune+ cadet+ plus_jeune

new newly; nouveau nouvel nouvelle nouveaux nouvelles neuf neuve neuves neufs récent+ nouvellement inédit+
old older former ancient; vieux vieille vieil vieilles ancien+ ex antique+ usagé+ vétuste+

rich richer richest wealthy wealthier affluent; riche+ fortuné+ aisé+ nanti+
poor poorer poorest impoverished; pauvre+ démuni+ défavorisé+ appauvri+

hot hotter hottest warm warmer warmest heat; chaud+ chaleur+ brûlant+
cold colder coldest cool cooler chilly; froid+ frais fraîche fraîches glacial+

fast faster fastest quick quickly rapid rapidly swift swiftly quicker; rapide+ rapidement vite accéléré+
slow slower slowest slowly; lent+ lentement ralenti+

accelerate* speed*_up acceleration; accélérer* accélération
slow*_down decelerate* slowdown+ slow* slowing; ralentir* ralentissement+ freiner* décélérer*

easy easier easiest easily simple; facile+ facilement aisé+ aisément simple+ simplement
difficult hard harder hardest difficulty difficulties tough; difficile+ difficilement difficulté+ ardu+ mal

full fully; plein+ complet complète complets complètes pleinement rempli+ entièrement
empty emptied vacant; vide+ vidé+ inoccupé+ vacant+

strict stricter tight tighter harsh; strict+ sévère+ rigoureux+
lax lenient loose looser; laxiste+ clément+ souple+ indulgent+

public publicly; public publique publics publiques publiquement
private privately; privé+ secret+

true truth genuine real; vrai+ vérité+ véritable+ authentique+ réel+
false fake untrue falsely; faux fausse fausses mensonger+ faussement factice+ contrefait+

right correct correctly accurate; correct+ correctement juste exact+ raison bon+
wrong incorrect incorrectly mistaken wrongly; incorrect+ faux fausse erroné+ tort inexact+ mauvais+

positive positively; positif+ positivement
negative negatively; négatif+ négativement

optimistic optimism optimist+; optimiste+ optimisme
pessimistic pessimism pessimist+; pessimiste+ pessimisme

good; bon bonne bons bonnes
bad badly; mauvais+

friendly; amical+ ami+ convivial+ chaleureux+
hostile hostility; hostile+ hostilité

peace peaceful peacefully; paix pacifique+ pacifiquement paisible+
war+ warfare; guerre+

ceasefire cease-fire truce+; cessez-le-feu trêve+
fighting combat clashes clash; combat+ affrontement+

profit+ profitable surplus gain+; bénéfice+ profit+ excédent+ rentable+ bénéficiaire+ gain+ plus-value
loss losses deficit+ unprofitable; perte+ déficit+ déficitaire+

revenue+ income+ earnings; revenu+ recette+ chiffre_d'affaires
expenditure+ spending expense+ cost+; dépense+ coût+ frais

save* saving+; épargner* épargne économiser* économie+ sauver*
spend* spending; dépenser* dépense+ passer*

supply supplies; offre approvisionnement+ fournir*
demand+; demande+

tax_cut+ cut* cutting; baisse+ réduction+ réduire* couper* baisser* coupe+ coupure+ diminuer* amputer* supprimer*
tax_hike+ hike* raise* raising; hausse+ augmentation+ augmenter* relever* relèvement élever* lever* hausser*

inflation inflationary; inflation inflationniste+
deflation deflationary; déflation déflationniste+

shortage+ scarcity lack; pénurie+ rareté manque+
surplus surpluses glut excess abundance; surplus excédent+ excès abondance pléthore

early earlier; tôt précoce+ anticipé+ avance début
late later belated delayed; tard tardif+ retard+ tardivement fin

first; premier première premiers premières premièrement abord 1er
last final; dernier+ ultime+ final+ finale
first; premier première premiers premières
second; deuxième+ second+

include* including inclusion; inclure* compris comprendre* inclus incluses incluse dont notamment y_compris inclusion
exclude* excluding except exclusion; exclure* exclusion sauf excepté hormis

join* joining membership accession; rejoindre* adhérer* adhésion+ joindre* intégrer* entrer*
leave* leaving quit* withdraw* withdrawal; quitter* sortir* retrait+ retirer* sortie départ+ partir*

gather* meet* unite* united unity unification; unir* uni+ unité union réunir* réunification rassembler*
divide* divided division+ split* separate* separation; diviser* division+ séparer* séparation+ scinder* scission partager*

same identical; même+ mêmes identique+ pareil+
different differently; différent+ différemment

similar similarity; semblable+ similaire+ similitude+
different difference+; différent+ différence+

love* like* adore*; aimer* adorer* amour apprécier*
hate* dislike* hatred detest*; haïr haine déteste détester* détestent haïe

happy happier happiest pleased glad delighted happiness joy; heureux+ content+ ravi+ bonheur joie satisfait+
sad unhappy sadness saddened disappointed; triste+ malheureux+ tristesse attristé+ déçu+ mécontent+

satisfied satisfaction satisfactory; satisfait+ satisfaction satisfaisant+
dissatisfied dissatisfaction unsatisfied unsatisfactory; insatisfait+ mécontent+ insatisfaction insatisfaisant+

remember* recall*; se_souvenir souvenir souvient rappeler* rappelle
forget* forgotten; oublier* oubli

praise* praised welcome* applaud* hail*; saluer* féliciter* louer* applaudir* éloge+ vanter* accueillir*
criticise* criticize* criticism+ condemn* blame* denounce* slam*; critiquer* critique+ condamner* blâmer* dénoncer* reprocher* fustiger*

thank* grateful; remercier* merci reconnaissant+
blame* apologise* apologize*; blâmer* reprocher* excuser* s'excuser

healthy; sain+ bien_portant
sick ill sickness illness illnesses unhealthy disease+; malade+ maladie+ malsain+

injured hurt wounded wound* injury injuries; blessé+ blesser* blessure+
unhurt unharmed uninjured unscathed; indemne+ sain_et_sauf sains_et_saufs saine_et_sauve

cure* heal* recover* recovery; guérir* guérison+ soigner* rétablir*
infect* infection+ contaminate*; infecter* infection+ contaminer* contamination+

test*_positive; testé+_positif
test*_negative; testé+_négatif

armed; armé+
unarmed; désarmé+ non_armé sans_arme

voluntary voluntarily; volontaire+ volontairement bénévole+
compulsory mandatory obligatory forced; obligatoire+ obligatoirement forcé+ contraint+ imposé+

optional; facultatif+ optionnel+
compulsory mandatory obligatory required; obligatoire+ requis+ exigé+

deliberate deliberately intentional intentionally on_purpose; délibéré+ délibérément intentionnel+ intentionnellement volontairement exprès
accidental accidentally unintentional unintentionally by_mistake; accidentel+ accidentellement involontaire+ involontairement par_erreur

possible; possible+
impossible; impossible+

able capable; capable+ en_mesure
unable incapable; incapable+

likely probable probably; probable+ probablement sans_doute vraisemblablement susceptible+
unlikely improbable; improbable+ peu_probable invraisemblable+

aware; conscient+ savait savaient sait savent au_courant
unaware; inconscient+ ignorer* ignore ignorait ignoraient à_l'insu

known well-known famous; connu+ célèbre+ renommé+
unknown; inconnu+

visible seen; visible+
invisible unseen; invisible+

legitimate legitimacy; légitime+ légitimité
illegitimate; illégitime+

stable stability; stable+ stabilité
unstable instability; instable+ instabilité

fair fairly just; équitable+ juste+
unfair unfairly unjust; injuste+ inéquitable+ déloyal+

equal equally equality; égal+ également égalité
unequal inequality inequalities; inégal+ inégalité+

dependent dependence; dépendant+ dépendance
independent independence independently; indépendant+ indépendance indépendamment

responsible responsibly; responsable+
irresponsible irresponsibly; irresponsable+

employed employment; employé+ emploi+
unemployed unemployment jobless; chômeur+ chômage sans_emploi emploi emplois

active; actif+ activité
inactive; inactif+

expected; attendu+ prévu+ prévisible+
unexpected unexpectedly surprising; inattendu+ imprévu+ surprenant+ inopinément

popular popularity; populaire+ popularité
unpopular unpopularity; impopulaire+ impopularité

complete completed; complet complète complets complètes achevé+ terminé+
incomplete unfinished; incomplet incomplète inachevé+

official officially; officiel+ officiellement
unofficial unofficially; officieux+ officieusement non_officiel

direct directly; direct+ directement
indirect indirectly; indirect+ indirectement

formal formally; formel+ formellement officiel+
informal informally; informel+ officieux+

permanent permanently; permanent+ définitivement définitif+
temporary temporarily; temporaire+ temporairement provisoire+ provisoirement

ordinary normal usual; ordinaire+ normal+ habituel+
extraordinary abnormal unusual exceptional; extraordinaire+ anormal+ inhabituel+ exceptionnel+

regular regularly; régulier+ régulièrement
irregular irregularly; irrégulier+ irrégulièrement

internal domestic; interne+ intérieur+
external; externe+ extérieur+

domestic; intérieur+ national+ domestique+
foreign overseas; étranger+ extérieur+

civilian+; civil+
military; militaire+ soldat+

civil; civil+
criminal; criminel+ pénal+

democratic democracy democracies; démocratique+ démocratie+
authoritarian dictatorship+ undemocratic; autoritaire+ dictature+ antidémocratique+

conservative+; conservateur+
progressive+ liberal+; progressiste+ libéral+

republican+; républicain+
democrat+ democratic; démocrate+ démocratique+

loyal loyalty; loyal+ loyauté fidèle+
disloyal traitor+ treason; traître+ trahison déloyal+

honest honesty; honnête+ honnêteté
dishonest corrupt corruption; malhonnête+ corrompu+ corruption

transparent transparency; transparent+ transparence
opaque secret secrecy secretly; opaque+ opacité secret+ secrètement

clean cleaner; propre+
dirty polluted pollution; sale+ pollué+ pollution

dry drought+; sec sèche secs sèches sécheresse+
wet rain flood+; mouillé+ humide+ pluie+ pluvieux+ inondation+

light lighter; léger légère légers légères
heavy heavier; lourd+ lourdement fort+ abondant+

light bright; clair+ lumineux+ lumière
dark; sombre+ obscur+ noir+ foncé+

thick; épais épaisse
thin slim; mince+ fin fine fines

deep deeper; profond+
shallow; peu_profond superficiel+

wide wider broad; large+ vaste+
narrow narrower; étroit+

near nearby close closer; près proche+ à_proximité
far farther further distant; loin lointain+ éloigné+

upper top; supérieur+ sommet+ haut+
lower bottom; inférieur+ bas fond

front; avant devant face
rear back; arrière derrière dos

ascent ascend*; ascension montée
descent descend*; descente+ descendre*

rural countryside; rural+ campagne
urban city cities; urbain+ ville+

indoor; intérieur+ couvert+
outdoor; extérieur+ plein_air

fresh; frais fraîche fraîches
stale rotten; pourri+ rassis+

sweet; sucré+ doux+
bitter salty; amer amère salé+

raw uncooked; cru+
cooked; cuit+

alone; seul+
together; ensemble

present presence; présent+ présence
absent absence; absent+ absence

appear* appearance; apparaître* paraître* comparaître apparition
disappear* disappearance vanish*; disparaître* disparition+ disparu+

find* found discover* discovery; trouver* retrouver* découvrir* découverte+
lose* lost missing; perdre* perdu+ disparu+ égarer*

build* built erect*; construire* bâtir* ériger*
demolish* tear*_down raze*; démolir* raser* abattre*

hide* hidden conceal*; cacher* dissimuler* occulter*
reveal* disclose* show* expose* unveil*; révéler* dévoiler* montrer* exposer* divulguer*

remain* stay*; rester* demeurer* séjourner*
quit* go*_away; partir* quitter*

keep* maintain* retain* preserve*; garder* maintenir* conserver* préserver* maintien
abandon* scrap* abolish* drop* give*_up; abandonner* abandon renoncer* abolir* supprimer* abolition

continue* resume* resumption proceed*; ne_cesse ne_cessent ne_cessait ne_cessaient ne_cesser n'a_cessé n'ont_cessé continuer* reprendre* reprise poursuivre* poursuite
stop* suspend* suspension interrupt* halt* pause*; arrêter* suspendre* suspension interrompre interrompu interrompue interrompt cesser* interruption arrêt

speed* hurry; accélérer* hâter* dépêcher*
delay* postpone* postponement; retarder* reporter* report repousser* retard différer* ajourner*

add* additional; ajouter* ajout+ supplémentaire+
remove* removal subtract* delete* withdraw*; supprimer* retirer* enlever* ôter* soustraire* retrait+

raise* lift* raised; lever* relever* soulever* élever* hausser*
lower* drop*; baisser* abaisser* diminuer*

impose* imposition; imposer* imposition infliger*
lift* lifted repeal*; lever* levée abroger* abrogation

enable* activate* activation turn*_on switch*_on; activer* activation allumer* permettre*
disable* deactivate* turn*_off switch*_off; désactiver* éteindre* désactivation

connect* connected connection; connecter* connexion relier* brancher*
disconnect* disconnected; déconnecter* débrancher* couper*

attach* fasten* tie*; attacher* fixer* nouer*
detach* untie* undo; détacher* dénouer*

load* loading; charger* chargement
unload* unloading; décharger* déchargement

dress* wear*; habiller* porter* vêtir
undress* strip*; déshabiller* dépouiller*

push*; pousser*
pull*; tirer*

encourage* encouragement; encourager* encouragement+ inciter*
discourage* deter* deterrent; décourager* dissuader* dissuasion

protect* protection; protéger* protection
threaten* threat+ endanger*; menacer* menace+ mettre_en_danger

succeed* pass* passed; réussir* admis
fail* failed; échouer* recalé+ rater*

convince* persuade*; convaincre* persuader*
dissuade*; dissuader*

trust* confidence; confiance faire_confiance
distrust* mistrust suspicion; méfiance méfier* défiance

agree* agreement+ consensus; accord+ entendre* convenir* consensus
disagree* disagreement+; désaccord+

respect* comply; respecter* respect
violate* violation+ breach* breached; violer* violation+ enfreindre* infraction+

obey* obedience; obéir* obéissance
disobey* disobedience; désobéir* désobéissance

wake* awake; réveiller* éveillé+ réveil
sleep* asleep; dormir* endormi+ sommeil

laugh* smile*; rire* sourire*
cry cries cried crying weep*; pleurer* pleurs

tall taller tallest; grand+ haut+
short shorter shortest; petit+ court+

expensive costly; cher chère chers chères coûteux+ onéreux+
cheap cheaper cheapest inexpensive; bon_marché peu_coûteux abordable+

useful; utile+
useless; inutile+

careful carefully cautious; prudent+ prudemment soigneusement
careless reckless; imprudent+ négligent+

visible clear clearly; clair+ clairement
vague unclear blurred; vague+ flou+

sunrise dawn; lever_du_soleil aube aurore
sunset dusk; coucher_du_soleil crépuscule

theory theoretical; théorie+ théorique+
practice practical; pratique+

quantity quantities; quantité+
quality qualities; qualité+

advantage+ benefit+; avantage+ bienfait+
disadvantage+ drawback+; inconvénient+ désavantage+

strength+; force+ atout+
weakness weaknesses; faiblesse+

hero+ heroine+ heroes; héros héroïne+
villain+ coward+; méchant+ lâche+

optimum best; meilleur+
worst; pire+

heaven paradise; ciel paradis
hell; enfer+

offence offense attack; attaque
defence defense; défense

odd; impair+
even; pair+

plus; plus
minus; moins

vertical vertically; vertical+ verticalement
horizontal horizontally; horizontal+ horizontalement

mental psychological; mental+ psychologique+
physical; physique+

upgrade*; relever* améliorer* surclasser*
downgrade*; abaisser* dégrader* déclasser*

nationalise* nationalize*; nationaliser* nationalisation
privatise* privatize*; privatiser* privatisation

centralise* centralize* centralised; centraliser*
decentralise* decentralize*; décentraliser*

mobilise* mobilize* mobilisation; mobiliser* mobilisation
demobilise* demobilize*; démobiliser*

stabilise* stabilize*; stabiliser*
destabilise* destabilize*; déstabiliser*

warming warm*; réchauffement réchauffer*
cooling cool*; refroidissement refroidir*

winner+; vainqueur+ gagnant+ lauréat+
loser+; perdant+

victim+; victime+
culprit+ perpetrator+ attacker+; coupable+ auteur+ agresseur+ assaillant+

attract* attractive; attirer* attirant+ attrayant+
repel* repulsive; repousser* repoussant+

proponent+ supporter+ advocate+; partisan+ défenseur+ adepte+ supporter+
opponent+ critic+ detractor+; opposant+ adversaire+ détracteur+

exist* existence; exister* existence
disappear* extinct extinction; disparaître* éteint+ extinction

approval; approbation aval agrément
disapproval; désapprobation

qualified qualify; qualifié+ qualifier*
eliminated eliminate* disqualified disqualify knock*_out; éliminé+ éliminer* disqualifié+

home; domicile
away; extérieur
"""  # noqa: E501
# What one side of a deal does and the other side does with it: the same fact with exchanged roles.
CONVERSES = """
buy* purchase* acquire* acquisition+ buyer+ bought; acheter* achat+ acquérir* acquisition+ racheter* rachat+ acheteur+ acquéreur+ procurer*
sell* sale+ seller+ sold; vendre* vente+ céder* cession+ vendeur+ revendre* écouler*

import* importer+; importer* importation+ importateur+
export* exporter+; exporter* exportation+ exportateur+

lend* loan+ lender+; prêter* prêt+ prêteur+
borrow* borrower+; emprunter* emprunt+ emprunteur+

creditor+; créancier+
debtor+; débiteur+

send* sent; envoyer* expédier*
receive* received; recevoir* accueillir*

ask* question+; demander* question+ interroger* poser*
answer* reply replies replied respond* response+; répondre* réponse+ réplique+ répliquer*

teach* taught instruct*; enseigner* apprendre*
learn* learnt study studies studied; apprendre* étudier*

employer+; employeur+
employee+ worker+; employé+ salarié+ travailleur+

landlord+; propriétaire+ bailleur+
tenant+; locataire+

give* donate* donation+; donner* don+
take* took taken; prendre* pris

precede*; précéder*
follow* succeed*; suivre* suivi+ succéder*
"""  # noqa: E501
CERTAINTY = """
confirmed proven proved established verified; confirmé+ prouvé+ avéré+ établi+ vérifié+
alleged allegedly suspected presumed presumably purported reportedly unconfirmed supposed supposedly; présumé+ prétendu+ prétendument soupçonné+ supposé+ supposément non_confirmé apparemment suspecté+ serait seraient aurait auraient semble semblent

certain certainly definitely surely undoubtedly sure clearly; sans_doute certain certaine certainement sûr+ sûrement assurément sans_aucun_doute à_coup_sûr évidemment clairement nettement manifestement évident+
possible possibly perhaps maybe potentially may might; sans_doute possible+ possiblement peut-être éventuellement éventuel+ potentiellement susceptible+
probable probably likely; probable+ probablement vraisemblablement sans_doute susceptible+ sûrement
doubtful uncertain unlikely hardly; douteux+ incertain+ improbable+ peu_probable guère difficilement
apparently seemingly seems appears; apparemment semble semblent visiblement

will 'll going_to; va vont ira iront sera seront fera feront aura auront devra devront faudra pourra pourront devrait devraient serait seraient aurait auraient
may might could can cannot should; pouvoir pourrait pourraient peut peuvent pourra pourront pouvait pouvaient pu peux peut-être possible possibilité risque risquent serait seraient aurait auraient éventuellement susceptible+ capable+
must should required obliged mandatory have_to has_to had_to having_to need_to needs_to supposed ought; devoir doit doivent devra devront devrait devraient devait devaient dû due devant obligatoire+ obligé+ tenu+ faut faudra fallait fallu faudrait contraint+ aura auront aura_à auront_à ont_à nécessaire+ nécessite*

convicted found_guilty sentenced jailed; condamné+ reconnu+_coupable déclaré+_coupable
accused charged suspected indicted; accusé+ inculpé+ soupçonné+ mis_en_examen mise_en_examen poursuivi+ mis_en_cause

guaranteed guarantee*; garanti+ garantir*
expected hoped hope*; attendu+ espéré+ espérer* prévu+

known knows; connu+ sait savent su
thought believed rumoured rumored suspected; pensé supposé+ cru croit croient pense pensent soupçonné+ suspecté+

prove* show* demonstrate*; prouver* montrer* démontrer* révéler* indiquer*
suggest* hint* imply*; suggérer* laisser*_entendre indiquer* laisser*_penser semble semblent

final; définitif+ final+
provisional preliminary interim; provisoire+ préliminaire+ intérimaire+
"""  # noqa: E501
COMPARISON = """
more more_than greater higher over; plus plus_de plus_que davantage supérieur+ dépasser* au-dessus_de accru+
less less_than fewer fewer_than lower under; moins moins_de moins_que inférieur+ au-dessous_de diminuer* réduire*

most; plus plupart
least; moins

as_much_as as_many_as; autant aussi autant_que
more_than; plus plus_que plus_de davantage
less_than fewer_than; moins moins_que moins_de

largest biggest greatest; plus_grand plus_grande plus_grands plus_grandes plus_gros plus_grosse plus_important plus_importante plus_vaste
smallest tiniest; plus_petit plus_petite plus_petits plus_petites

highest tallest; plus_haut plus_haute plus_élevé plus_élevée plus_élevés plus_élevées plus_grand
lowest; plus_bas plus_basse plus_faible plus_faibles

best; meilleur+ mieux
worst; pire pires plus_mauvais plus_mauvaise

oldest; plus_vieux plus_vieille plus_ancien plus_ancienne plus_âgé plus_âgée aîné+ doyen+
youngest newest; plus_jeune plus_jeunes cadet+ benjamin+ plus_récent plus_récente

richest wealthiest; plus_riche plus_riches
poorest; plus_pauvre plus_pauvres

strongest; plus_fort plus_forte plus_puissant plus_puissante
weakest; plus_faible plus_faibles

fastest; plus_rapide plus_rapides
slowest; plus_lent plus_lente

longest; plus_long plus_longue
shortest; plus_court plus_courte

double* twice doubled; double doubler* deux_fois doublement
half halve* halved; moitié moitiés diviser*_par_deux
triple* threefold; triple tripler* trois_fois triplement

moreover furthermore in_addition more_or_less more_and_more BC BCE; de_plus en_plus plus_ou_moins de_plus_en_plus de_moins_en_moins à_moins_que avant_notre_ère avant_Jésus-Christ
"""  # noqa: E501
# What numbers are compared with; "over 100" may also be read as a number.
BOUNDS = """
at_least no_less_than no_fewer_than minimum; au_moins minimum pas_moins_de minimum_de
at_most no_more_than up_to as_many_as as_much_as maximum not_more_than; au_plus au_maximum tout_au_plus jusqu'à pas_plus_de maximum
exactly precisely; exactement précisément
about around approximately roughly circa nearly almost close_to as_many_as; environ approximativement à_peu_près autour_de aux_alentours_de quelque+ approximatif+ près_de presque quasiment quasi une_dizaine une_vingtaine une_trentaine une_quarantaine une_cinquantaine une_soixantaine une_centaine un_millier
more_than over above in_excess_of upwards_of; plus_de au-dessus_de dépasser* supérieur+ au-delà_de
less_than fewer_than under below; moins_de au-dessous_de sous inférieur+ en_dessous_de
"""  # noqa: E501
