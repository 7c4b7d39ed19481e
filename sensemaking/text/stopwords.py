"""Words that say nothing about what a text is about, by language: function words and the phrases of taking part."""

_GERMAN = """
    ab aber abgesehen alle allein allem allen aller allerdings alles als also am an ander andere anderem anderen
    anderer andererseits anderes anders anderseits ansonsten anstatt auch auf aufgrund aus ausser außer außerdem
    außerhalb bald beginnen bei beide beiden beim beispiel beispielsweise bekommen bereits besonders besser best
    beste besten bestimmt bestimmte bin bis bisher bisschen bist bitte bleiben bloß brauchen bringen bspw bzw da
    dabei dadurch dafür dagegen daher dahin damals damit danach daneben dann daran darauf daraus darf darin darum
    darunter darüber das dass davon davor dazu daß dein deine deinem deinen deiner dem demnach den denen denn
    dennoch der deren derer derzeit des deshalb dessen desto deswegen dich die dies diese diesem diesen dieser
    dieses dir doch dort dorthin dran drauf draus drüber du durch durchaus dürfen dürfte eben ebenfalls ebenso
    ehemals eher eigen eigene eigenen eigener eigentlich ein einander eine einem einen einer einerseits eines
    einfach einig einige einigem einigen einiger einiges einmal eins endlich entweder er erst erste ersten erstens
    erster erstmal es etc etwa etwas euch euer eure eurem euren eurer evtl fall falls fast find finde finden folgend
    folgende folgenden folgender fort für gab ganz ganze ganzen gar gebe geben gegeben gegen gegenüber gehen gehend
    geht genau genauso generell genug gern gerne gewesen gibt ging gleich gleiche gleichen gleichzeitig groß
    große großen großer größe größer gut gute guten guter gutes hab habe haben halt hat hatte hatten hattest her
    heraus heute hier hierbei hierfür hierher hiermit hierzu hin hinaus hinein hingegen hinter hinterher hätte
    hätten häufig ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem infolge innen innerhalb ins
    insbesondere insgesamt inzwischen irgend irgendein irgendeine irgendwann irgendwas irgendwie irgendwo ist ja
    jahr je jede jedem jeden jedenfalls jeder jedes jedoch jemals jemand jene jenem jenen jener jenes jetzt kam kann
    kannst kaum kein keine keinem keinen keiner keinerlei keines keinesfalls klar klein kleine kleinen kommen kommt
    konnte konnten kriegen könne können könnt könnte könnten künftig lang lange lassen lasst leider letzt letzte
    letzten letztendlich letztlich leute lieber liegen liegt lässt läuft machen macht mag mal man manch manche
    manchem manchen mancher manches manchmal mehr mehrere mein meine meinem meinen meiner meines meinung meist
    meiste meisten meistens mich mindestens mir mit mithilfe mitunter muss musste mussten muß möchte möchten mögen
    möglich möglichkeit möglichst müsse müssen müsst müsste müssten na nach nachdem nachher natürlich neben nehmen
    nein nennen neu neue neuen neuer neues nicht nichts nie niemals niemand nimmt noch nochmal nun nur nächste
    nächsten nämlich ob oben obwohl oder oft ohne ohnehin paar per pro quasi recht rein richtig rund sache sagen
    sagt samt schließlich schon schön sehen sehr sei seid seien sein seine seinem seinen seiner seines seit seitdem
    seitens selber selbst selbstverständlich setzen sich sicher sicherlich sie siehe sieht sind so sobald sodass
    sofern sofort sogar sogenannte solange solch solche solchem solchen solcher solches soll sollen sollte sollten
    solltest somit sondern sonst sowie sowieso sowohl sprich später stark statt stattdessen stehen steht stelle
    stellen stets sämtlich sämtliche tatsache tatsächlich trotz trotzdem tun tut u um umso und uns unser unsere
    unserem unseren unserer unseres unten unter usw vermutlich viel viele vielem vielen vieler vieles vielleicht vom
    von vor vorallem voran vorbei vorhanden vorher vorschlag völlig wann war waren warum was weder wegen weil
    weise weit weiter weitere weiteren weiterer weiteres weiterhin welch welche welchem welchen welcher welches wem
    wen wenig wenige wenigen weniger wenigstens wenn wer werd werde werden wesentlich weshalb wessen wichtig
    wichtige wie wieder wieso will wir wird wirklich wissen wo wobei wodurch wofür woher wohin wohl wollen wollte
    wollten womit worden wozu wurde wurden während wäre wären würde würden z zb zeigen ziehen zu zudem zuerst
    zufolge zugleich zuletzt zum zumal zumindest zunächst zur zurück zusammen zusätzlich zuviel zuwenig zwar zwei
    zweite zwischen öfter über überall überdies überhaupt übrigens
"""
_ENGLISH = """
    a about above after again against all almost also although always am among an and another any anyone anything
    are aren't around as at away back be became because become been before being below better between both but by
    came can cannot come could did do does doesn don done down during each either else enough especially etc even
    ever every everyone everything far few find first for from further gave get gets getting give given go goes
    going good got great had has have having he her here hers herself him himself his how however i if in instead
    into is isn it its itself just keep know least less let like likely little look lot made mainly make makes
    making many may maybe me might mine more most much must my myself near need needs never new next no nobody none
    nor not nothing now of off often ok on once one only onto or other others otherwise our ours ourselves out over
    own per perhaps please quite rather really s said same say see seem seems several shall she should since so some
    someone something soon still such sure t take than that the their theirs them themselves then there therefore
    these they thing things think this those though through thus to together too toward towards two under unless
    until up upon us use used using very via want wants was way we well went were what when where whether which
    while who whole whom whose why will with within without would yes yet you your yours yourself
"""
GERMAN = frozenset(_GERMAN.split()) | frozenset(_GERMAN.replace("ß", "ss").split())
ENGLISH = frozenset(_ENGLISH.split())
STOPWORDS = {"de": GERMAN, "en": ENGLISH}
