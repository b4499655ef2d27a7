"""Words that a careful colleague would ask about in a public text, and words that show that there is nothing to ask.

Everything is folded: lower case, without accents. The lists were written for this program, from what editors write in
Belgium and its neighbours; French and Dutch, with a little English.
"""

# A line is a phrase. A blank stands for any gap within a sentence; (a|b) for one of several words; a word in brackets
# with a question mark may be absent.
_ASIDE = r"""
(ne )?(pas|jamais) (a |le |la |les |l )?(donne[rz]?|communique[rz]?|diffuse[rz]?|distribue[rz]?)(?! (suite|lieu|droit|acces|raison|d|de (medicaments?|conseils?|nourriture)|a (manger|boire))\b)
(ne )?(pas|jamais) (a |le |la |les |l )?(divulgue[rz]?|publie[rz]?|reveler|devoiler|ebruiter|rendre public)
(ne )?(pas|jamais) (transmettre|fournir|partager|citer|afficher|imprimer|mentionner|dire)( (aux?|a la|a l|hors|ailleurs)|(?! ?\w))
ne (le |la |les )?(donnez|communiquez|diffusez|divulguez|publiez|transmettez) (pas|jamais|a personne)
ne (doit|doivent|peut|peuvent) ((pas|jamais) )?etre (donne|communique|diffuse|divulgue|publie|transmis|partage|rendu)e?s?
(donner|communiquer|diffuser|divulguer|publier) a personne
en aucun cas (donner|communiquer|diffuser|divulguer|publier)
non (communicable|communique|diffusable|diffuse|divulguable|divulgable|divulgue|publiable|publie)e?s?
pas pour (le|du) public
(interdit|interdiction|defense) de (le |la |les )?(donner|communiquer|diffuser|divulguer|publier)
(diffusion|communication|divulgation) (interdite|restreinte|limitee)
diffusion interne
(sur |en )?liste rouge
(a |pour |en |l )?usages? (strictement |purement |uniquement |exclusivement |seulement )?(internes?|prives?)
(strictement|purement|uniquement|exclusivement|seulement|juste) (en )?internes?
(a |en |d )?internes? (uniquement|seulement|exclusivement|only)
(documents?|notes?|numeros?|n°|no|num|tel|telephones?|gsm|portables?|mails?|e-mails?|courriels?|adresses?|infos?) internes?
(informations?|remarques?|consignes?|codes?|contacts?|extensions?|lignes?) internes?
(a )?(garder|rester?|restent|conserver) (en interne|entre nous|pour (nous|soi))
reservee?s? (strictement |uniquement |exclusivement )?(aux? |a (nos |l usage des? |l usage du ))(agents|collegues|collaborateurs|collaboratrices|conseillers|conseilleres|membres du personnel|personnel|internes|services internes|equipes|contact center|renfort)(?! (de la fonction|de l etat|publics?|territoriaux|communal|communaux|hospitaliers?|municipal|municipaux|enseignants?|soignants?|scolaires?|penitentiaires?|des? \w))
(pour|entre) (les |nos )?(agents|collegues) (uniquement|seulement|exclusivement|only)
(uniquement|seulement|exclusivement) (pour|entre) (les |nos )?(agents|collegues|collaborateurs|conseillers)(?! (de la fonction|de l etat|publics?|territoriaux|communal|communaux|hospitaliers?|municipal|municipaux|enseignants?|soignants?|scolaires?|penitentiaires?|des? \w))
(ne )?pas renseigner (le public|aux?|les (appelants|usagers|clients))
geen (info|informatie|nummers?|gegevens|adres) (door|mee)?(geven|delen)
(numeros?|n°|no|num|lignes?|tel|telephones?|gsm|portables?|mobiles?|mails?|e-mails?|courriels?|boites?|adresses?|contacts?|notes?) (strictement |tres )?(confidentiel(le)?s?|privee?s?|perso|secret(e|s|es)?|non publi(c|que)s?)
(numeros?|n°|lignes?|tel|telephones?|gsm) personnel(le)?s?
(gsm|tel|telephone|portable|mail|numero) (de la maison|a domicile|du domicile)
a titre (strictement )?(confidentiel|prive)
niet (te |aan (derden|het publiek|publiek|klanten|bellers|burgers|anderen) |verder |extern )?(door ?geven|mee ?delen|mede ?delen|meegeven|geven|delen|verspreiden|publiceren|vrijgeven|communiceren|bekend ?maken|openbaar maken|verstrekken|uitdelen|tonen|doorsturen|afgeven)
niet (door|mee) te (geven|delen)
nooit (door ?geven|mee ?delen|geven|publiceren|verspreiden)
(mag|mogen) niet (aan (derden|het publiek|klanten|bellers|burgers|anderen) |worden )?(doorgegeven|meegedeeld|gegeven|verspreid|gepubliceerd|bekendgemaakt|gedeeld)( worden)?
niet (bestemd )?voor (het |de )?(publiek|burgers?|klanten|bellers?)
niet (openbaar|publiek)
geheim (nummer|adres|telefoonnummer)
(enkel|alleen|strikt|louter|uitsluitend|slechts|puur) (voor )?intern(e)?( gebruik)?
(voor )?intern gebruik
intern(e)? (nummer|nota|lijn|info|informatie|telefoon|telefoonnummer|contact|mail|e-mail|adres|opmerking|document)
(enkel|alleen|uitsluitend) (onze )?collega ?s
(enkel|alleen|uitsluitend|voorbehouden) (voor|aan) (onze |de |het )?(medewerkers|collega ?s|personeel|agenten|consulenten|personeelsleden)(?! (van|uit|in) )
(vertrouwelijk|prive)e? ?(nummer|nota|lijn|info|informatie|telefoon|telefoonnummer|gsm|mail|e-mail|adres)
persoonlijk ?(nummer|telefoonnummer|gsm)
(nummer|telefoon|gsm|mail|e-mail|adres) prive
do not (share|give|publish|disclose|distribute|forward)( out)?
not for (the )?(public|publication|distribution)
internal (use|only|number|note)
staff only
off the record
"""  # noqa: E501 (a phrase stands on one line)

# These words say it only where they stand by themselves: alone in a cell, in brackets, after a dash. "Service interne"
# and "accueil confidentiel" are no secrets.
_ALONE = """
interne
intern
internal
confidentiel
confidentielle
confidentiels
strictement confidentiel
tres confidentiel
confidential
vertrouwelijk
strikt vertrouwelijk
prive
privee
strictement prive
privaat
private
perso
persoonlijk
geheim
"""

# A text with one of these speaks of a kind of house, or of discretion that is offered: "école primaire (privé)",
# "gratuit, anonyme, confidentiel". What stands by itself in such a sentence is no order to keep quiet.
_OFFERED = """
anoniem anonymat anonyme anonymement associatif bailleur bailleurs beroepsgeheim bienveillance bienveillant chirurgie
clinique cliniques college colleges communal creche creches discretie discretion ecole ecoles ecoute enseignement
entretien entretiens etablissement etablissements extern externe externes gratis gratuit gratuite gratuits hopital
hopitaux institut kinderdagverblijf libre logement logements lycee lycees medecine officiel openbaar professionnel
public publics publique scholen school secret secteur sector subventionne
"""

# Words before (sometimes after) which a person's name is the name of a house, a street, a prize.
_PLACES = """
agora aile allee amis amphitheatre ancien ancienne antenne apotheek arena arret asbl association atelier ateliers
athenee athenees auberge auditoire auditorium autoroute av avda ave avenue base basisschool bassin bat bataillon
batiment bd berge bibliotheek bibliotheque bld bloc bloem blvd bois boite boulevard bourse boutique brasserie bus
butte buurthuis bvd cabinet cafe camp camping campus canal carrefour caserne cathedrale ccas centre centres centrum
cercle ch chapelle charite chateau chaussee chemin chu ciap cimetiere cinema citadelle cite cleaning clinique clos
club coaching coiffure college collegiale comite commanderie commissariat compagnie complexe concours conservatoire
consulting corniche cour cours couvent cpas creche crematorium croix cultuurcentrum decret dispensaire dispositif
domaine dreef dreve ecluse ecole editions eglise ehpad entree epicerie escalier escaliers espace esplanade essai
etablissement etablissements etang etude fac faculte faubourg federation ferme festival fondation fondations fonds
forem fort forum foyer foyers galerie galeries garage garderie gare gebouw gite gracht greta groep group groupe
gymnase gymnasium habitat hal halage hall halle halles halte hameau haut haute hof home hopital hotel huis immeuble
impasse institut institution instituut interim internat jardin jardins jetee jeugdhuis journee kaai kade kapel kerk
kinderdagverblijf klas kleuterschool kliniek klooster laan laboratoire lei librairie lieu lieudit ligue local loge loi
lotissement ludotheque lycee lyceum mail mairie maison maisons manoir marche marina mas mediatheque memorial metro
micro-creche mission monastere mont montee monument moulin multi-accueil musee museum nef nettoyage oeuvre oeuvres
operation orphelinat palais parc parcours park parking paroisse parvis passage passerelle patro pavillon pharmacie
piscine piste place placette plaine plan plateau plein point pole pont porte poste pres prix programme projet projets
promenade propriete pub qu quai quartier raad rampe refuge relais residence residentie restaurant resto restos rez
rond-point rotonde rsd rue ruelle rusthuis sacre-coeur saint sainte salle salon sanatorium school scouts sente sentier
singel sint site skatepark societe solutions sortie square st stade stadion stadium station ste steenweg stichting
straat studio syndicat tennis terrain terrasse theater theatre tour tram traverse tunnel unite univ universite vallee
venelle viaduc villa village ville voie vzw weg wijk wijkcentrum woonzorgcentrum za zaal zac zi ziekenhuis zone
zorgcentrum zwembad
"""

# Between such a word and the name, these show that a person is meant after all: "la maison vous renvoie vers Jean …".
_TURNS = """
a aan adressez appeler appelez assistant assistante attention aupres avec bij chez conseiller conseillere contact
contacter contactez coordinateur coordinatrice demande demander demandez directeur directie directrice door ecrire
ecrivez en entre est et gestionnaire joignez joindre met naar of ou par parler parlez pour referent referente remplace
remplacee responsable secretaire sont vers via voir vraag vragen
"""

_ROLES = """
accompagnateur accompagnatrice accompagnement adjoint adjointe administrateur administratif administrative agent
agents ambassadeur animateur animatrice annuaire appel assistant assistante assistent atelier attache attachee autre
beheerder bestuur bezoek bureau call cellule center centrale charge chargee chef collaborateur collaboratrice collega
collegue collegues communication conseil conseiller conseillere consulent consulente contactpersoon coordinateur
coordination coordinator coordinatrice delegue deleguee departement diensthoofd directeur directrice divers dossier
dossiers educateur educatrice employe employee equipe formateur formatrice garde gestion gestionnaire guichet helpdesk
inspecteur intern interne jobcoach juriste le les ligne loket mail manager medewerker medewerkster mediateur
mediatrice numero onbekend onthaal ouvrier permanent personeel personne personnel ploeg pool president presidente
psychologue raadgever receptie reception receptionniste redaction referent referente renfort responsable salle
secretaire secretaresse service services social sociale stagiaire standaard standard superviseur superviseure
supervision support team tel telefoon telephone titulaire travailleur travailleuse tuteur tutrice verantwoordelijke
visite volontaire web website
"""

_RANKS = """
le la les l un une du de des d et ou ainsi qui que en aux au het een van the directeur directrice juge maire tout tous
bricolage cuisine store
"""

_EVERYDAY = """
ange aurore constant dean flore france franco harry jade jesus marina marine max noel noor pilar reine roman ward
"""

_ASKS = """
appeler appelez contact contacter contactez demander demandez joindre joignez parler parlez vraag vragen contactpersoon
referent referente responsable directeur directrice gestionnaire coordinateur coordinatrice conseiller conseillere
"""

PHRASES = tuple(line for line in _ASIDE.strip().splitlines() if line)
"""What says that something is not for everybody. A small language: see `check.private.phrases`."""
ALONE = tuple(line for line in _ALONE.strip().splitlines() if line)
"""What says so where nothing stands beside it."""
OFFERED = frozenset(_OFFERED.split())
"""Words in whose company that is no secret."""
PLACE_WORDS = frozenset(_PLACES.split())
"""Houses, streets and the like, which are named after persons."""
PLACE_ENDINGS = ("straat", "laan", "steenweg", "plein", "dreef", "kaai", "gaarde", "singel", "centrum", "huis")
"""The ends of Dutch words that are such a word, written together with the name."""
TURNS = frozenset(_TURNS.split())
"""Words after which a name is a person's again."""
ASKS = frozenset(_ASKS.split())
"""Words before a given name that is meant alone: contact: Koen."""
ROLES = frozenset(_ROLES.split())
"""Words in a cell for persons that name a function or a place, not a person."""
TITLES = (
    "mme",
    "mmes",
    "mlle",
    "melle",
    "mr",
    "mrs",
    "m.",
    "mm.",
    "mevr",
    "mw",
    "dhr",
    "mej",
    "madame",
    "monsieur",
    "mademoiselle",
    "mevrouw",
    "meneer",
    "mijnheer",
    "heer",
    "juffrouw",
    "mister",
    "frau",
    "herr",
    "sieur",
)
"""What stands before a person's name. Doctors, notaries and priests work under their names: they are not here."""
NOT_TITLED = frozenset(_RANKS.split())
"""What follows a title that is not a name: madame la directrice."""
NOT_ALONE = frozenset(_EVERYDAY.split())
"""Given names that are everyday words too: alone, they name nobody."""
