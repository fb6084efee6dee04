"""Dutch sentences with the remarks that a careful editor would make, written for this purpose.

A remark is `long`, `passive` with the form that makes it, or `word` with the name on the list. An
editor's judgement came first; where the coach does otherwise, that is its mistake and it counts.
"""

LONG = "long"


def passive(form):
    return f"passive: {form}"


def word(name):
    return f"word: {name}"


PASSIVES = [
    ("Je wordt dezelfde dag gebeld.", [passive("wordt gebeld")]),
    ("Het gesprek wordt niet opgenomen.", [passive("wordt opgenomen")]),
    ("De afspraak werd door de praktijk verzet.", [passive("werd verzet")]),
    ("Er wordt eerst naar je verhaal geluisterd.", [passive("wordt geluisterd")]),
    ("Wij letten erop dat het formulier op tijd wordt verstuurd.", [passive("wordt verstuurd")]),
    ("Vraag altijd wie je gegevens kan zien als die bewaard worden.", [passive("bewaard worden")]),
    ("De kosten worden door je verzekeraar vergoed.", [passive("worden vergoed")]),
    ("Het plan moet samen gemaakt worden.", [passive("gemaakt worden")]),
    ("Het plan kan later worden aangepast.", [passive("worden aangepast")]),
    ("Soms werden hun klachten jarenlang niet herkend.", [passive("werden herkend")]),
    ("Wordt je vraag niet beantwoord, bel ons dan.", [passive("Wordt beantwoord")]),
    ("In de groep wordt veel gelachen.", [passive("wordt gelachen")]),
    ("Vroeger werd daar niet over gesproken.", [passive("werd gesproken")]),
    ("De brief is gisteren verstuurd.", [passive("is verstuurd")]),
    ("De vragenlijst is door drie onderzoekers gemaakt.", [passive("is gemaakt")]),
    ("De resultaten zijn vorige week besproken.", [passive("zijn besproken")]),
    ("De deur was al geopend.", [passive("was geopend")]),
    ("Zijn je vragen goed beantwoord?", [passive("Zijn beantwoord")]),
    ("Je hoort van ons of het verzoek is goedgekeurd.", [passive("is goedgekeurd")]),
    ("Dat dit kan worden geoefend, weten weinig mensen.", [passive("worden geoefend")]),
    ("Je hoeft niet bang te zijn dat je uitgelachen wordt.", [passive("uitgelachen wordt")]),
    ("Ze vertelde hoe ze als kind werd gepest.", [passive("werd gepest")]),
    ("Er is veel onderzoek naar gedaan.", [passive("is gedaan")]),
    ("Door wie word je geholpen?", [passive("word geholpen")]),
    ("Je wordt gevraagd om een lijst in te vullen.", [passive("wordt gevraagd")]),
    ("Hier wordt de angst stap voor stap opgezocht.", [passive("wordt opgezocht")]),
    ("De groep wordt begeleid door twee psychologen.", [passive("wordt begeleid")]),
    ("De medicijnen worden door de huisarts voorgeschreven.", [passive("worden voorgeschreven")]),
    ("Hij zegt dat hij nooit begrepen werd.", [passive("begrepen werd")]),
    ("De klacht moet binnen zes weken behandeld zijn.", [passive("behandeld zijn")]),
    ("Je gegevens werden nooit met anderen gedeeld.", [passive("werden gedeeld")]),
    ("Daarna wordt er een nieuwe datum gekozen.", [passive("wordt gekozen")]),
    (
        "De uitslag wordt gemeld en het advies wordt opgestuurd.",
        [passive("wordt gemeld"), passive("wordt opgestuurd")],
    ),
    ("Zo’n gedachte wordt vaak verward met een plan.", [passive("wordt verward")]),
    ("Het werd mij pas later verteld.", [passive("werd verteld")]),
    ("Over dit onderwerp is veel geschreven.", [passive("is geschreven")]),
    ("Wat je vertelt, wordt vertrouwelijk behandeld.", [passive("wordt behandeld")]),
    ("Er werd besloten om te wachten.", [passive("werd besloten")]),
    ("Je partner mag worden meegenomen naar het gesprek.", [passive("worden meegenomen")]),
    ("De tekst is nagelezen door een psycholoog.", [passive("is nagelezen")]),
]

# They look like a passive, and are none.
NO_PASSIVES = [
    ("Zij is naar huis gegaan.", []),
    ("Ik ben vorig jaar met hardlopen begonnen.", []),
    ("Er is iets ergs gebeurd.", []),
    ("Wat er gebeurd is, kun je niet veranderen.", []),
    ("Mijn vader is in mei overleden.", []),
    ("De pijn is langzaam minder geworden.", []),
    ("We zijn daarna in stilte blijven zitten.", []),
    ("Mijn broer is bij mij gebleven.", []),
    ("Ze zijn in hetzelfde dorp opgegroeid.", []),
    ("Ik ben ontzettend geschrokken van dat bericht.", []),
    ("De klachten zijn toegenomen sinds de zomer.", []),
    ("Het is gelukt om weer te slapen.", []),
    ("Hij is van de trap gevallen.", []),
    ("Ze is twee keer verhuisd.", []),
    ("Het gevoel is vanzelf verdwenen.", []),
    ("Dat is bij veel mensen bekend.", []),
    ("Ik ben gewend om alles alleen te doen.", []),
    ("Je bent niet verplicht om iets te vertellen.", []),
    ("Deze oefening is bedoeld voor de avond.", []),
    ("Hij wordt snel moe.", []),
    ("Ze wordt ouder en rustiger.", []),
    ("Mijn zus wordt psycholoog.", []),
    ("Het werd een lange nacht.", []),
    ("Met de jaren werden ze goede vrienden.", []),
    ("Het wordt tijd dat je hulp zoekt.", []),
    ("Gezond eten is gewoon belangrijk.", []),
    ("Dat is een geheim dat je niet hoeft te bewaren.", []),
    ("Het gevoel is sterk.", []),
    ("Verdriet is geen ziekte.", []),
    ("Gemiddeld zijn dat zes gesprekken.", []),
    ("Zijn gedachten draaien in een kring.", []),
    ("Hij heeft zijn verhaal aan niemand verteld.", []),
    ("Zij hadden zijn brief nooit geopend.", []),
    ("Dat is wat je hebt geleerd.", []),
    ("Ze is erg gespannen voor een toets.", []),
    ("Hij werd verliefd op een collega.", []),
    ("Ik ben verslaafd aan mijn telefoon.", []),
    ("Het is belangrijk dat je iemand belt.", []),
    ("Wie somber is, begint de dag vaak moe.", []),
    ("Als je boos bent, gebeurt er iets in je lichaam.", []),
    ("Ze zijn al tien jaar getrouwd.", []),
    ("Je wordt boos en daarna heb je er spijt van dat je iets gezegd hebt.", []),
    ("Ik ben daar geboren.", []),
    ("Hij is al jaren gescheiden.", []),
    ("Dit is een beladen onderwerp.", []),
    ("Is het gesprek voorbij, dan schrijf je op wat je voelde.", []),
    ("Wat is begonnen als een grap, deed veel pijn.", []),
    ("Hij is vertrokken zonder iets te zeggen.", []),
    ("Veel mensen zijn geneigd om te wachten.", []),
    ("Het is verstandig om even te stoppen.", []),
    ("Je bent ontspannen als je buikspieren zacht zijn.", []),
    ("Met die gedachte word je wakker en je voelt je gelijk benauwd.", []),
]

WORDS = [
    ("Wij bellen u teneinde een afspraak te maken.", [word("teneinde")]),
    ("Derhalve vragen wij je om geduld.", [word("derhalve")]),
    ("Middels een vragenlijst kijken we hoe het gaat.", [word("middels")]),
    ("Je hebt reeds een afspraak.", [word("reeds")]),
    ("Dat is echter niet altijd zo.", [word("echter")]),
    ("Bel ons indien je vragen hebt.", [word("indien")]),
    ("Je dient te bellen voor negen uur.", [word("dient te")]),
    ("Patiënten dienen te wachten in de hal.", [word("dient te")]),
    ("Tevens krijg je een folder mee.", [word("tevens")]),
    ("Omtrent de kosten lees je meer op deze pagina.", [word("omtrent")]),
    ("Ten gevolge van de drukte wacht je langer.", [word("ten gevolge van")]),
    ("Met betrekking tot slapen geven we drie tips.", [word("met betrekking tot")]),
    ("Er is vaak sprake van comorbiditeit.", [word("comorbiditeit")]),
    ("Cognitieve oefeningen helpen bij piekeren.", [word("cognitief")]),
    ("Welke interventies helpen het best?", [word("interventie")]),
    ("De huisarts stelt de indicatie.", [word("indicatie")]),
    ("Ambulante hulp is vaak genoeg.", [word("ambulant")]),
    ("De problematiek is bij iedereen anders.", [word("problematiek")]),
    ("Men denkt vaak dat het overgaat.", [word("men")]),
    ("Wij evalueren elk kwartaal.", [word("evalueren")]),
    ("Ze analyseerde elke zin die hij zei.", [word("analyseren")]),
    ("De behandelaar reflecteert samen met jou op de week.", [word("reflecteren")]),
    ("Een adequate reactie helpt een kind.", [word("adequaat")]),
    ("Dat is een essentiële stap.", [word("essentieel")]),
    ("Somatische klachten horen er soms bij.", [word("somatisch")]),
    ("Na een remissie kan de klacht terugkomen.", [word("remissie")]),
    ("Ruminatie houdt somberheid in stand.", [word("ruminatie")]),
    ("Je leert adaptieve gewoontes.", [word("adaptief")]),
    ("In het kader van je herstel bellen we nog een keer.", [word("in het kader van")]),
    ("Neem te allen tijde je medicijnen mee.", [word("te allen tijde")]),
    ("Wij streven ernaar om je optimale hulp te geven.", [word("optimaal")]),
    ("Je partner kan participeren in het gesprek.", [word("participeren")]),
    ("De prognose is goed.", [word("prognose")]),
    ("Zij had een obsessieve gedachte.", [word("obsessief")]),
    ("Hij reageerde apathisch.", [word("apathisch")]),
    ("Thans is er geen wachttijd.", [word("thans")]),
    ("Wij hanteren korte wachttijden.", [word("hanteren")]),
    ("Jouw draagkracht is niet elke dag gelijk.", [word("draagkracht")]),
    ("Dat vergt een multidisciplinaire aanpak.", [word("multidisciplinair")]),
    ("Alvorens we beginnen, stellen we vragen.", [word("alvorens")]),
    ("Hij hyperventileert in de trein.", [word("hyperventileren")]),
    (
        "Voorts dient men te weten dat de intake lang duurt.",
        [word("voorts"), word("dient te"), word("intake")],
    ),
    ("De symptomatologie verschilt per persoon.", [word("symptomatologie")]),
    ("Dit traject is te intensief voor haar.", [word("traject"), word("intensief")]),
    ("Je autonomie blijft voorop staan.", [word("autonomie")]),
    ("Het is evident dat rust helpt.", [word("evident")]),
    ("Geëvalueerd hebben we nog niet.", [word("evalueren")]),
    ("Hij vertoont gejaagdheid en agitatie.", [word("agitatie")]),
]

# Explained on the spot, or plain after all.
NO_WORDS = [
    ("Comorbiditeit (meer klachten tegelijk) komt vaak voor.", []),
    ("Dat noemen we ‘ruminatie’.", []),
    ("Een interventie, dat is iets wat we samen doen, helpt soms.", []),
    ("Je klachten blijven weg: dat heet remissie.", []),
    ("Piekeren (ruminatie) houdt je wakker.", []),
    ("Een interventie is een manier om te helpen.", []),
    ("Exposure betekent dat je oefent met wat je eng vindt.", []),
    ("Vermijden of, zoals psychologen het noemen, veilig gedrag helpt maar kort.", []),
    ("De emmer dient om water te halen.", []),
    ("Alle mensen lachen soms op het verkeerde moment.", []),
    ("Die les was echt, echt lang.", []),
    ("Welke dag past jou het best?", []),
    ("Het doel is dat je weer slaapt.", []),
    ("Betreffende of niet: jij kiest.", []),
    ("Wat helpt dan wel?", []),
    ("Zo kwam ik het te weten.", []),
    ("De therapie duurt tien weken.", []),
    ("Na een depressie komt de zin langzaam terug.", []),
]

LONGS = [
    (
        "Als je merkt dat je al weken slecht slaapt, dat je nergens meer zin in hebt en dat je "
        "vrienden zich zorgen maken, bel dan eens met je huisarts.",
        [LONG],
    ),
    (
        "Het is heel normaal dat je na een groot verlies soms uren aan niets anders kunt denken en "
        "dat je daarna toch even kunt lachen om een grap.",
        [LONG],
    ),
    (
        "Wie altijd voor anderen klaarstaat, vergeet vaak om te vragen wat hij zelf nodig heeft, "
        "en merkt dat pas als het eigenlijk al te laat is.",
        [LONG],
    ),
    (
        "Je kunt bij ons terecht op maandag, dinsdag, woensdag en vrijdag van 9.00 tot 17.00 uur "
        "en op donderdag ook in de avond tot 21.00 uur.",
        [LONG],
    ),
    (
        "Neem bijv. een schrift, een pen en een kop thee mee naar een rustige plek in huis en "
        "schrijf daar tien minuten lang op wat er in je opkomt.",
        [LONG],
    ),
    (
        "Mijn moeder zei altijd dat ik me niet zo moest aanstellen, en pas toen ik zelf kinderen "
        "had, begreep ik hoeveel pijn die ene zin me heeft gedaan.",
        [LONG],
    ),
    (
        "Ga zitten op een stoel met een rechte rug, zet je voeten naast elkaar op de grond, leg je "
        "handen op je benen en adem een paar keer rustig in en uit.",
        [LONG],
    ),
    (
        "Omdat je lichaam bij gevaar sneller reageert dan je hoofd kan denken, voel je de angst al "
        "voordat je weet waar je eigenlijk bang voor bent.",
        [LONG],
    ),
    (
        "De brief die vorige week door de praktijk is verstuurd, gaat over de nieuwe tijden waarop "
        "je ons kunt bellen en over de dagen waarop wij dicht zijn.",
        [LONG, passive("is verstuurd")],
    ),
    (
        "Indien je reeds een afspraak hebt en toch niet kunt komen, bel ons dan uiterlijk een dag "
        "van tevoren, zodat we iemand anders kunnen helpen.",
        [LONG, word("indien"), word("reeds")],
    ),
    (
        "Vraag je partner, een vriend, je zus of iemand anders die je vertrouwt of hij een keer "
        "met je mee wil gaan naar het eerste gesprek.",
        [LONG],
    ),
    (
        "Soms lijkt het alsof iedereen om je heen precies weet wat hij wil, terwijl jij elke "
        "ochtend opnieuw moet bedenken waarom je zou opstaan.",
        [LONG],
    ),
]

# Long to the eye, and not for a reader: more than one sentence, or just not more than twenty.
NO_LONGS = [
    ("Bel drs. J. de Vries of mevr. A. Bos. Dat kan elke dag tot 17.30 uur. Kom gerust langs.", []),
    ("Neem iets mee, bijv. een foto. Een brief mag ook. Of een lied, een jas, een boek enz.", []),
    (
        "‘Ik kan niet meer,’ zei ze. ‘Het is op.’ Ik wist niet wat ik moest zeggen… Dus zweeg ik.",
        [],
    ),
    (
        "Help! Wat nu? Adem uit. Tel tot vier. Kijk om je heen. Noem vijf dingen die je ziet. "
        "Begin opnieuw.",
        [],
    ),
    (
        "Je betaalt € 2.500,50 in twee keer, d.w.z. de helft in mei en de rest in het najaar "
        "van 2027.",
        [],
    ),
    ("Je kunt ons bellen van ma. t/m vr. Wij zijn er van 9.00 uur tot 17.00 uur, ook in mei.", []),
    (
        "Eerst wandelde ik een rondje in het park, daarna las ik een boek en toen sliep ik tot "
        "acht uur.",
        [],
    ),
    (
        "Wat helpt:\nelke dag even naar buiten\nop tijd naar bed\neten met iemand anders\n"
        "niet te veel koffie\nbellen met een vriend",
        [],
    ),
    ("Lees ook thuisarts.nl. Daar staat meer. Zie blz. 3 van de folder, of nr. 4 op de lijst.", []),
    (
        "“Waarom nu?” vroeg hij. “Omdat ik nu pas durf,” zei ze. “Vroeger durfde ik niets, en "
        "dat weet jij ook.”",
        [],
    ),
    ("’s Avonds ben ik moe. ’s Morgens ook. Toch sta ik op, want de hond moet eruit, ook nu.", []),
    (
        "1. Zet je voeten op de grond. 2. Adem langzaam uit. 3. Kijk om je heen en wacht even af.",
        [],
    ),
]

# Written after the rules, to see what those do with sentences they were not made for.
FRESH = [
    ("Dit artikel is geschreven door Noor.", [passive("is geschreven")]),
    ("Er wordt vaak gedacht dat praten niet helpt.", [passive("wordt gedacht")]),
    ("Ze is door haar vader opgevoed.", [passive("is opgevoed")]),
    ("In dit onderzoek werden honderd mensen gevolgd.", [passive("werden gevolgd")]),
    ("Als er niets wordt gezegd, voel je je alleen.", [passive("wordt gezegd")]),
    ("De telefoon wordt opgenomen door een collega.", [passive("wordt opgenomen")]),
    ("Ze voelt zich gekwetst door wat er is gezegd.", [passive("is gezegd")]),
    (
        "Je bent misschien opgegroeid in een gezin waarin gevoelens niet werden getoond.",
        [passive("werden getoond")],
    ),
    ("Het lijkt of je wordt achtervolgd.", [passive("wordt achtervolgd")]),
    ("Wie wordt afgewezen, trekt zich terug.", [passive("wordt afgewezen")]),
    ("Ik ben gevraagd om te spreken.", [passive("ben gevraagd")]),
    ("Het is nu bewezen dat bewegen helpt.", [passive("is bewezen")]),
    ("Alles is geregeld.", [passive("is geregeld")]),
    ("Dit wordt ook wel een paniekaanval genoemd.", [passive("wordt genoemd")]),
    ("Mijn opa is vorige week begraven.", [passive("is begraven")]),
    ("Wat werd er precies beloofd?", [passive("werd beloofd")]),
    ("De kinderen zijn in bed gelegd.", [passive("zijn gelegd")]),
    ("Mensen die gepest zijn, durven vaak minder.", [passive("gepest zijn")]),
    ("Ik ben blij dat ik geholpen ben.", [passive("geholpen ben")]),
    ("Een kind dat niet gezien wordt, gaat harder roepen.", [passive("gezien wordt")]),
    ("Hij wordt bedreigd.", [passive("wordt bedreigd")]),
    ("De medicatie is afgebouwd en de klachten zijn teruggekeerd.", [passive("is afgebouwd")]),
    ("Ben je uitgenodigd voor een feest?", [passive("Ben uitgenodigd")]),
    ("Wij worden betaald door je verzekeraar.", [passive("worden betaald")]),
]
FRESH_TRICKY = [
    ("Deze tekst is voor wie achterblijft.", []),
    ("Je bent niet de enige die hiermee zit.", []),
    ("Na de zomer is mijn zoon weer naar school gegaan en dat ging goed.", []),
    ("De wachtlijst is gesloten.", []),
    ("Zijn ouders hebben hem nooit geholpen.", []),
    ("Je wordt er somber van.", []),
    ("Wij zijn verbonden aan een groep van praktijken.", []),
    ("Mijn slaap is verstoord.", []),
    ("Ik werd gek van het wachten.", []),
    ("Hij was boos en gekwetst.", []),
    ("Soms is het beter om niets te doen.", []),
    ("De angst is gebleven.", []),
    ("Er was niets veranderd.", []),
    ("Het kan zijn dat je niet gelooft dat het helpt.", []),
    ("De klachten zijn ontstaan na een ongeluk.", []),
    ("De kamer was netjes opgeruimd.", []),
    ("Je gedachten zijn niet altijd waar en vertellen niet altijd wat er echt gebeurd is.", []),
    ("Wordt het te veel, neem dan een pauze.", []),
    ("Op den duur wordt het lichaam vermoeid.", []),
    ("De hond is weggelopen.", []),
    ("Ze zijn bevriend geraakt.", []),
    ("Hij is gestopt met roken en voelt zich gezond.", []),
    ("Deze stap mag je overslaan.", []),
    ("Je bent goed verzekerd.", []),
    ("Het gesprek is afgelopen.", []),
    ("Ze waren allebei gehaast en vergaten elkaar te groeten.", []),
    ("Je hart gaat sneller kloppen en je wordt misselijk.", []),
    ("Je verhaal blijft geheim, tenzij er gevaar is.", []),
    ("Niemand is perfect en dat is bedoeld als troost.", []),
    ("Ze was al die tijd gewoon verdrietig.", []),
    ("Zijn stem was veranderd.", []),
    ("We zijn met de trein gekomen omdat de auto kapot was.", []),
    ("Het is druk en iedereen is gestrest.", []),
    ("Vaak is er iets aan voorafgegaan.", []),
    ("Het boek is uitverkocht.", []),
    ("De pijn wordt heviger als je beweegt en verdwijnt in rust.", []),
    ("Het lukt me niet om te worden wie ik wil zijn.", []),
]

POSITIVE = [*PASSIVES, *WORDS, *LONGS, *FRESH]
TRICKY = [*NO_PASSIVES, *NO_WORDS, *NO_LONGS, *FRESH_TRICKY]
ALL = [*POSITIVE, *TRICKY]
