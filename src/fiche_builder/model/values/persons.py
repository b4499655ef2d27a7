"""Names of persons as they occur in mail addresses: folded, without accents.

The lists were written for this program, from what is common in Belgium and its neighbours. Names that are also everyday
words, places or flowers are left out (Rose, France, Iris, Petit, Dumoulin …): `rose.bleue@` is a shop, and an alarm
without evidence helps nobody.
"""

from collections.abc import Iterator

_FIRST = """
abdallah abdel abdelkader abdellah abderrahim abdul achille adam adele adeline adil adrien adrienne agathe agnes ahmed
aicha aisha alain alan albert albertine alberto aldo alessandra alessandro alessia alex alexander alexandra alexandre
alexia alexis alfonso alfred ali alice alicia aline alison alix alma alphonse amandine amel amelia amelie amina amine
amira amy ana anais anas anastasia andrea andreas andree andrew andrzej ange angela angelica angelina angelique angelo
anik anissa anita anja anke ann anna annabelle anne anneke annelies annelore annemarie annemie annette annick annie
anny anouk anthony antoine antoinette anton antonella antonia antonin antonio antoon apolline arlette armand armelle
arnaud arne arno arnold arsene arthur ashley asma assia astrid ata audrey auguste augustin aurelie aurelien aurore
axel axelle aya ayoub aziz aziza baptiste barbara bart bas bashir bastien baudouin beata beatrice beatrix ben
benedicte benjamin benoit bernadette bernard bert bertha bertrand bianca bilal birgit bjorn bob boris bram brecht
brenda brian brice brieuc brigitte britt brooke bruno burak camille candice carine carl carla carlo carlos carmen
carol carole carolien caroline cassandra catarina cateline catherine cathy cecile cecilia cedric celestin celia celine
chaima chantal charles charlie charline charlotte chiara chloe chris christel christelle christiaan christiaen
christian christiane christina christine christof christophe christopher claire clara clarisse claude claudette
claudia claudine claudio claus clelia clementine clothilde clotilde colette colin constant constantin cora coralie
corentin corinne corneel cornelia cristina cynthia cyril cyrille daan damien dan dana daniel daniela daniele danielle
danny daphne david davide davy dean debora deborah delphine denis denise derek diana diane didier diego dieter
dietrich dimitri dina dirk djamila dominic dominika dominique donald donatella dorian dorine doris dorothee dounia
driss dylan eddy edgar edith edmond edouard eduard edward edwige edwin eefje egide eleonore eliane elias elien eline
elisa elisabeth elise elke ella ellen elliot elodie eloise els elsa elsbeth elvira elvire elza emelie emeline emeric
emile emilie emilien emilio emma emmanuel emmanuelle emmy emre enrico enzo eric erica erik erika ernest ernestine
erwan erwin esma esteban estelle esther ethan etienne eugene eugenie eva evelien evelyne evi ewa fabien fabienne fabio
fabrice fabrizio fadila fahd fanny farah farid farida fatiha fatima fatma fatoumata fausto federica federico felicien
felipe felix ferdinand fernand fernande fernando fien filip filippo fiona firmin flavie flavio flore florence florent
florian floriane floris fouad franca francesca francesco francine francis francisco franck franco francois francoise
frank franky frans frauke fred freddy frederic frederick frederik frederique freek fritz gabriel gabriela gabriele
gabrielle gael gaelle gaetan gaetane gaston geert genevieve geoffrey geoffroy george georges georgette georgina gerald
geraldine gerard gerda germaine german gert ghislain ghislaine giacomo gianni gilbert gilberte gilles gina ginette
giorgia giorgio giovanna giovanni gisela gisele giulia giuliana giuliano giuseppe giuseppina godelieve goedele
gonzague goran gordon graziella greet greg gregoire gregory greta griet guido guillaume gunter gunther gustaaf gustave
guy gwen gwenaelle gwendoline habib hadrien hakan hakim hamid hamza hanan hannah hanne hannelore hans harald harold
harry hasan hassan hassiba hatice hedwig heidi heike heinz helen helena helene helga hendrik henk henri henriette
henry herbert herman hermann hermine herve hicham hilaire hilda hilde hind honore hortense houria hubert hugo hugues
huguette ibrahim ibrahima idris ignace igor ikram ilse imane imene ines inge ingeborg ingrid irena irene irina irma
isaac isabel isabella isabelle isaline ismael ismail issa ivan ivo jaak jacob jacqueline jacques jacquy jade jakob
jamal jamila jan jana jane janine jannick janos jason jasper javier jean jeanine jeanne jeannette jeannine jef jeffrey
jelle jennifer jens jeremie jeremy jeroen jerome jessica jesus jill jimmy jo joachim joanna joao joaquin jocelyn
jocelyne jochen joe joel joelle joeri johan johanna johannes john johnny jolien jonas jonathan joost jorge joris jos
jose josee josef josefien joseph josephine josette joshua josiane jozef juan juana judith jules julia julian juliana
julie julien julienne juliette julio jurgen justin justine kamal kamel karel karen karim karima karin karine karl
karolien kasper katarzyna kate katelijne katherine kathleen kathy katia katja katrien katrijn katty kayla kees kelly
kenneth kenny kenza kevin khadija khalid khalil kim klaas klaus koen koenraad konrad kris kristel kristien kristin
kristof krzysztof kurt laetitia lahcen laila lambertus lander lara larissa lars latifa laura laure laureline laurence
laurens laurent laurette laurie lea leandro leen leila leilani lena lennert leo leon leonard leonardo leonie leonore
leopold leslie liam lidia lien lies liesbet liesbeth lieselot lieve lieven lila lilian liliane lilly lina linda line
lionel lisa lisbeth lise lode lodewijk loic lola lore loredana lorenzo lorette lotte loubna louis louisa louise
louisette luc luca lucas lucia lucie lucien lucienne lucile lucrece ludivine ludo ludovic ludwig luigi luis luisa luk
lukas luke lut lutgard luuk lydia lydie lynn maaike maarten machteld madeleine madeline mael maelle magali magalie
magda magdaleine magdalena mahamadou mahmoud maite malek malik malika mamadou manfred manon manuel manuela marc
marceau marcel marcela marcelle marcello marcin marco marek margaret margareta margareth margaretha margaux margot
margriet maria mariam mariama marian mariana marianne marie mariette marijke marijn marika marilyn marilyne marina
marine mario marion marisa marise marius marjolein marjolijn mark markus marleen marlene marlies marnix marta martha
marthe martijn martin martina martine marvin maryam maryline maryse maryvonne mateo mateusz mathias mathieu mathijs
mathilde mathis matteo matthew matthias matthieu matthijs maud maurice mauricette mauro maxence maxim maxime
maximilien mayra mehdi mehmet melanie melek melissa melvin merel meryem mia michael michaela michal michel michele
micheline michelle mieke miet miguel mihaela mikael mike milan milena milene mimoun miranda mireille miriam mohamed
mohammed moises moktar monica moniek monika monique morgane mounia mounir mourad moustapha muriel mustafa mustapha
myriam nabil nacer nadege nadia nadine nadya naima najat najib nancy naomi nasser natacha natalia natalie natasha
nathalie nathan nawal nele nelly nicholas nick nicky nico nicola nicolas nicole niek niels nina noel noelle noemie
noor nora norbert nordine noura nouria nuno octave odette odile oliver olivia olivier omar ophelie oriane orlane oscar
oswald othmane ouafa oumar pablo pamela paola paolo pascal pascale pascaline patrice patricia patrick patrizia patty
paul paula paule paulette paulien paulina pauline paulo pedro peggy pelin perrine peter petra philip philipp philippe
philomene pierre pierrette pierrick piet pieter pietro pilar piotr priscilla quentin rabah rachel rachid rachida radia
rafael raffaele rainer ralf ralph ramon rani rania raoul raphael raphaelle raymond raymonde rebecca redouane regina
regine regis reine reinhard reinhilde reinout remi remy renaat renate renaud rene renee ricardo riccardo richard riet
rik rita robbe robert roberta roberte roberto robin robrecht rodolphe rodrigo rodrigue roel roeland roger roland
rolande rolf romain roman romane romuald ronald ronny rosa rosalie rosanna rosario roseanne roseline rosemarie rosette
rosine rosita roxane roy ruben rudi rudolf rudy rut ruth ryan sabina sabine sabri sabrina sacha said saida salah
saliha salim salima salma salvatore sam samantha samia samir samira samuel samy sana sander sandra sandrine sandro
sandy sara sarah sarina sascha saskia seb sebastiaan sebastian sebastien selim selma serge sergio servais sevda
severine sharon sibylle sidonie siegfried sien sigrid siham silke silvana silvia silvio simon simona simone simonne
sixtine sofia sofian sofiane sofie sohaib solange solene sonia sonja sophia sophie soraya souad soufiane stan
stanislas stefaan stefan stefania stefanie stefano stella stephan stephane stephanie stephen steve steven stien stijn
suzanne suzette suzy sven svetlana sylvain sylvaine sylvia sylviane sylvie tamara tanguy tania tanja tarik tatiana ted
teresa tessa thea theo theodore theophile theresa therese thibaud thibault thibaut thierry thijs thomas tiago tibo
tiffany tijl tim timothee timothy tine tineke tinne tobias tom tomasz tommy toon tristan trui ulrich ulrike ulysse
ursula valentin valentina valentine valere valeria valerie vanessa veerle vera veronica veronique vicky victoria
victorien victorine vincent vincenzo virginia virginie viviane vladimir wahiba walid walter wannes ward warre wendy
werner wesley wiktor wilfried wilhelm willem william willy wim wout wouter xavier yacine yael yahya yan yana yann
yannick yasin yasmina yasmine yasser yassin yassine yolande younes yousra youssef youssouf yusuf yvan yves yvette yvon
yvonne zakaria zeynep zineb zoe zohra zoubida
"""
_LAST = """
adam aerts andre baert bah barbier barry beckers benali bernard bertrand bogaert bogaerts bonnet bosmans boulanger
bourgeois brasseur callens carlier charlier christiaens claes claessens claeys clement cools coppens cornelis cuvelier
daems david debruyne declercq decock decoster degroote dejonghe delacroix delhaye delvaux demeyer denis deprez desmedt
desmet devos dewaele dewitte diallo diaz dierckx dubois dufour dujardin dumont dumortier dupont dupuis durand evrard
faure fernandez fontana fournier francois garcia gauthier geerts gerard gielen gilles girard goethals goossens guerin
guillaume hendrickx henry hermans heylen hubert huysmans jacobs jacquemin jacquet jansen janssen janssens joly lacroix
lambert lambrecht lambrechts laurent leblanc leclercq lecomte lefebvre lefevre lejeune lemmens leonard leroy lievens
lopez louis luyten maes marechal marien martens martin martinez mathieu mercier mertens mertes meunier michaux michel
michiels moens moreau morel moulaert nguyen noel nys pauwels peeters perez petitjean pieters pirotte poncelet raes
renard renson reynaert richard robert rodriguez rogiers rousseau roussel roux sanchez schepers segers servais simon
simons smeets smets smits stevens steyaert swinnen temmerman thiry thomas thys timmermans traore vanacker vandamme
vandenberghe vandenbroeck vandenbroucke vandendriessche vandeputte vandevelde vandewalle vanhecke vanhoof vanhove
verbeke verbruggen vercruysse verhaegen verhaeghe verheyen verhoeven verlinden vermeersch vermeiren vermeulen
verstraete verstraeten vervoort vincent wauters willems wouters wuyts yildiz yilmaz
"""
FIRST_NAMES = frozenset(_FIRST.split())
"""Given names."""
LAST_NAMES = frozenset(_LAST.split())
"""Family names. Alone they prove little, because a school or a street may be named after a person."""

PARTICLES = frozenset(
    {"al", "ben", "da", "de", "den", "der", "di", "du", "el", "la", "le", "ou", "ould", "ten", "ter", "van", "von"}
)
"""Small words inside family names."""
_GLUED = 4
"""The length from which names may be written together: jeanmarie, mariedupont."""
_INITIALS = 2
"""The most letters that may stand for given names: j.dupont, jm.dupont."""


def is_name_of_person(words: tuple[str, ...]) -> bool:
    """Tell whether the folded words of a mailbox are a person's name and nothing else.

    Examples are marie.dupont, dupont-m and jean.van.damme.
    """
    given = [word for word in words if _is_given(word)]
    family = [word for word in words if word not in given and word not in PARTICLES]
    if given:
        # There must be one family name, before or after the given names.
        return not family or (len(family) == 1 and family[0] in {words[0], words[-1]})
    if len(family) == 1:
        return any(first in FIRST_NAMES and last in LAST_NAMES for first, last in _halves(family[0]))
    initials, name = sorted(family, key=len) if len(family) == 2 else ("", "")  # noqa: PLR2004 (initials and a name)
    return 0 < len(initials) <= _INITIALS and name in LAST_NAMES


def _is_given(word: str) -> bool:
    return word in FIRST_NAMES or any(first in FIRST_NAMES and last in FIRST_NAMES for first, last in _halves(word))


def _halves(word: str) -> Iterator[tuple[str, str]]:
    """Yield each way to cut a word in two, with both orders of the halves."""
    for cut in range(_GLUED, len(word) - _GLUED + 1):
        yield word[:cut], word[cut:]
        yield word[cut:], word[:cut]
