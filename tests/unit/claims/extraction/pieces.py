"""News written for these tests, with what each says about who said what.

A row of gold is (speaker, cue, the first words and the last words of what was said, …). Everything in
it is invented: the places, the people and the events.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One attribution as a person would mark it; strings stand in the text, `says` is who it is."""

    source: str
    cue: str
    content: str
    stance: str = "asserts"
    relays: tuple[str, ...] = ()
    says: str = ""  # the speaker's name once pronouns are resolved
    unknowns: tuple[tuple[str, str], ...] = ()  # what about, which kind of not knowing


@dataclass(frozen=True)
class Piece:
    name: str
    text: str
    said: tuple[Said, ...]


PIECES = (
    Piece(
        "ferry",
        """Ferry with 212 aboard runs aground off Vessin island
PORT MARRA, 14 March 2026 — A passenger ferry carrying 212 people ran aground off Vessin island early on Saturday, the coastguard said. No one was believed to have been hurt.
Commander Ilse Brandt, who is leading the rescue, told reporters that all passengers had been taken off by noon. She declined to say whether the captain had been on the bridge.
"The hull is holding," she said. "We do not expect a leak."
The operator, Norrvik Lines, confirmed the grounding but gave no details about the cause. According to the harbour office, the wind was blowing at about 30 knots at the time.
The newspaper Havnposten, citing two crew members, reported that the steering had failed twice last week. Norrvik Lines denied that.""",
        (
            Said(
                "the coastguard",
                "said",
                "A passenger ferry carrying 212 people ran aground off Vessin island early on Saturday",
                says="the coastguard",
            ),
            Said(
                "Commander Ilse Brandt",
                "told",
                "all passengers had been taken off by noon",
                says="Ilse Brandt",
            ),
            Said(
                "She",
                "declined",
                "whether the captain had been on the bridge",
                "declines",
                says="Ilse Brandt",
                unknowns=(("whether the captain had been on the bridge", "withheld"),),
            ),
            Said("she", "said", "The hull is holding", says="Ilse Brandt"),
            Said("Norrvik Lines", "confirmed", "the grounding", says="Norrvik Lines"),
            Said(
                "Norrvik Lines",
                "gave no details",
                "about the cause",
                "no_information",
                unknowns=(("the cause", "not_stated"),),
            ),
            Said(
                "the harbour office",
                "According to",
                "the wind was blowing at about 30 knots at the time",
                says="the harbour office",
            ),
            Said(
                "two crew members",
                "citing",
                "the steering had failed twice last week",
                relays=("Havnposten",),
            ),
            Said("The newspaper Havnposten", "reported", "the steering had failed twice last week"),
            Said("Norrvik Lines", "denied", "that", "denies"),
        ),
    ),
    Piece(
        "bank",
        """Central bank of Oristan raises its rate to 6.5 per cent
The central bank of Oristan lifted its main rate by half a point to 6.5 per cent on Thursday and signalled that more rises may follow.
"Inflation is too high, and we think it will stay so into the autumn," the governor, Teodor Malin, said at a news conference in the capital. He added that the bank was ready to act again.
Economists polled by the Oristan Business Daily had expected the bank to hold the rate. Two of the nine members voted against the rise, the minutes show.
Finance minister Pia Solberg warned that borrowers could be hit hard. The opposition, which has called for her resignation, says the government has lost control of prices.
A spokeswoman for the ministry did not respond to a request for comment.""",
        (
            Said(
                "The central bank of Oristan",
                "signalled",
                "more rises may follow",
                "asserts_possible",
            ),
            Said(
                "the governor, Teodor Malin",
                "said",
                "Inflation is too high, and we think it will stay so into the autumn",
                says="Teodor Malin",
            ),
            Said("we", "think", "it will stay so into the autumn", "asserts_likely"),
            Said("He", "added", "the bank was ready to act again", says="Teodor Malin"),
            Said("the minutes", "show", "Two of the nine members voted against the rise"),
            Said(
                "Finance minister Pia Solberg",
                "warned",
                "borrowers could be hit hard",
                "asserts_possible",
                says="Pia Solberg",
            ),
            Said("The opposition", "called for", "her resignation"),
            Said("The opposition", "says", "the government has lost control of prices"),
            Said(
                "A spokeswoman for the ministry",
                "did not respond",
                "",
                "declines",
            ),
        ),
    ),
    Piece(
        "fire",
        """Warehouse blaze in Dunmere: what we know
A fire that destroyed a warehouse in the north of Dunmere overnight may have been started deliberately, police believe.
Detective Inspector Owen Hale said officers were "keeping an open mind" but that traces of petrol had been found near a side door. 'We would like to speak to anyone who saw a white van in Mill Lane,' he said.
Two firefighters were treated for smoke inhalation, the fire service said in a statement, and one of them remained in hospital on Tuesday.
The owner of the building, Carr & Sons, said it did not know what had been stored there. A neighbour, Jean Price, 71, said she had heard "three loud bangs" at about 2am.
There were no reports of any deaths.
It was not immediately clear how many people worked at the site.""",
        (
            Said(
                "police",
                "believe",
                "A fire that destroyed a warehouse in the north of Dunmere overnight may have been started deliberately",
                "asserts_possible",
            ),
            Said(
                "Detective Inspector Owen Hale",
                "said",
                'officers were "keeping an open mind"',
                says="Owen Hale",
            ),
            Said(
                "he",
                "said",
                "We would like to speak to anyone who saw a white van in Mill Lane",
                says="Owen Hale",
            ),
            Said("the fire service", "said", "Two firefighters were treated for smoke inhalation"),
            Said("it", "know", "what had been stored there", "no_information"),
            Said(
                "Carr & Sons",
                "said",
                "it did not know what had been stored there",
                "no_information",
                unknowns=(("what had been stored there", "unknown"),),
            ),
            Said(
                "A neighbour, Jean Price",
                "said",
                'she had heard "three loud bangs" at about 2am',
                says="Jean Price",
            ),
        ),
    ),
    Piece(
        "vaccine",
        """Trial suggests new malaria jab protects for two years
A new vaccine against malaria protected three in four children for two years, a study published on Wednesday in the Equatorial Journal of Medicine suggests.
The researchers, led by Dr Amara Okoye of the University of Lindi, followed 1,150 children in four villages. They found that the vaccine cut severe cases by 76 per cent, and concluded that a booster might not be needed.
"These results are better than we dared to hope," Okoye wrote in an email. But she stressed the trial had been small.
Experts not involved in the work urged caution. Hugo Brandl, an epidemiologist at the Institute for Tropical Health, said it was "too early to talk of a breakthrough" and noted that the villages were close to each other.
The World Health Organization said it was still reviewing the data.""",
        (
            Said("Trial", "suggests", "new malaria jab protects for two years", "asserts_likely"),
            Said(
                "a study published on Wednesday in the Equatorial Journal of Medicine",
                "suggests",
                "A new vaccine against malaria protected three in four children for two years",
                "asserts_likely",
            ),
            Said("They", "found", "the vaccine cut severe cases by 76 per cent"),
            Said("They", "concluded", "a booster might not be needed", "asserts_possible"),
            Said(
                "Okoye",
                "wrote",
                "These results are better than we dared to hope",
                says="Amara Okoye",
            ),
            Said("she", "stressed", "the trial had been small", says="Amara Okoye"),
            Said(
                "Hugo Brandl",
                "said",
                'it was "too early to talk of a breakthrough"',
                says="Hugo Brandl",
            ),
            Said(
                "Hugo Brandl", "noted", "the villages were close to each other", says="Hugo Brandl"
            ),
            Said(
                "The World Health Organization",
                "said",
                "it was still reviewing the data",
                "no_information",
                unknowns=(("the data", "unknown"),),
            ),
        ),
    ),
    Piece(
        "border",
        """Shells fall on border town, both sides blame each other
At least six people were killed when shells hit the market of Qasr Amin on Sunday, hospital officials told Agence France-Presse.
The army of Tavria said its guns had "returned fire at a launcher" and accused the rebels of hiding among civilians. A rebel commander, speaking on condition of anonymity, said that his men had not been in the town at all.
"They shelled a market. There was nobody there but women selling bread," said Layla Haddad, whose brother was wounded.
Tavria's defence ministry claimed the rebels had fired first, without giving evidence. The claim could not be independently verified.
The United Nations mission said it had received reports of eight dead but was unable to confirm the number. Reuters reported that shelling had resumed by nightfall, quoting a resident.""",
        (
            Said(
                "hospital officials",
                "told",
                "At least six people were killed when shells hit the market of Qasr Amin on Sunday",
            ),
            Said("The army of Tavria", "said", 'its guns had "returned fire at a launcher"'),
            Said("A rebel commander", "said", "his men had not been in the town at all"),
            Said(
                "Layla Haddad",
                "said",
                "They shelled a market. There was nobody there but women selling bread",
                says="Layla Haddad",
            ),
            Said("Tavria's defence ministry", "claimed", "the rebels had fired first"),
            Said(
                "The United Nations mission",
                "said",
                "it had received reports of eight dead",
                "asserts",
            ),
            Said(
                "The United Nations mission",
                "was unable to confirm",
                "the number",
                "no_information",
                unknowns=(("the number", "unknown"),),
            ),
            Said("Reuters", "reported", "shelling had resumed by nightfall"),
            Said("a resident", "quoting", "shelling had resumed by nightfall", relays=("Reuters",)),
        ),
    ),
    Piece(
        "court",
        """Judge orders retrial of former mayor
A judge in Estrela on Monday ordered a new trial for the city's former mayor, Paulo Viegas, ruling that prosecutors had withheld a recording from the defence.
Judge Marta Lins wrote that the recording "goes to the heart of the case". Prosecutors argued it had been mislaid rather than hidden.
Viegas, 58, was convicted in 2023 of taking bribes worth 1.2 million dollars. He has always maintained he is innocent.
His lawyer, Rui Campos, told the Estrela Times the decision was "a victory for fairness", adding that his client hoped to be home within days. The prosecutor's office said it would appeal.
Asked whether the recording still existed, a court clerk said she could not comment.""",
        (
            Said(
                "A judge in Estrela",
                "ruling",
                "prosecutors had withheld a recording from the defence",
            ),
            Said(
                "Judge Marta Lins",
                "wrote",
                'the recording "goes to the heart of the case"',
                says="Marta Lins",
            ),
            Said("Prosecutors", "argued", "it had been mislaid rather than hidden"),
            Said("He", "maintained", "he is innocent", says="Paulo Viegas"),
            Said(
                "His lawyer, Rui Campos",
                "told",
                'the decision was "a victory for fairness"',
                says="Rui Campos",
            ),
            Said(
                "Rui Campos", "adding", "his client hoped to be home within days", says="Rui Campos"
            ),
            Said("The prosecutor's office", "said", "it would appeal"),
            Said("a court clerk", "said", "she could not comment", "declines"),
            Said("she", "could not comment", "", "declines"),
        ),
    ),
    Piece(
        "quake",
        """Quake of magnitude 6.1 shakes southern Maluna
A strong earthquake struck the south of Maluna at 04:12 local time on Tuesday (20:12 GMT on Monday), damaging dozens of houses.
The Geological Survey put the magnitude at 6.1 and the depth at 18 kilometres. It said there was no danger of a tsunami.
Roads to the village of Tene were blocked, according to the district chief, Samuel Ire, who said by telephone that at least 40 families were sleeping outside. "We have not heard from the school," he said.
The state news agency, MNA, said three people had died. However, the interior ministry, in a brief statement, put the toll at two and said that the search was going on.
The Red Cross reported that its first trucks, which left the capital at dawn, had been stopped by a landslide.
Officials said they were still assessing how many people were missing.""",
        (
            Said("It", "said", "there was no danger of a tsunami", says="Geological Survey"),
            Said(
                "the district chief, Samuel Ire",
                "according to",
                "Roads to the village of Tene were blocked",
                says="Samuel Ire",
            ),
            Said(
                "Samuel Ire",
                "said",
                "at least 40 families were sleeping outside",
                says="Samuel Ire",
            ),
            Said("he", "said", "We have not heard from the school", says="Samuel Ire"),
            Said("The state news agency, MNA", "said", "three people had died"),
            Said("the interior ministry", "said", "the search was going on"),
            Said(
                "The Red Cross",
                "reported",
                "its first trucks, which left the capital at dawn, had been stopped by a landslide",
            ),
            Said(
                "Officials",
                "said",
                "they were still assessing how many people were missing",
                "no_information",
                unknowns=(("how many people were missing", "unknown"),),
            ),
        ),
    ),
    Piece(
        "strike",
        """Rail strike called off after night of talks
Rail workers in Belmark will not strike on Friday after all, union leaders announced early on Wednesday after eleven hours of talks.
"It was close," Anke Voss, who heads the union, told public radio. "But we have what we need: 4.8 per cent now and a promise for next year."
Belmark Rail, for its part, called the deal "fair". Its chief executive Jonas Feld said the company would have to raise fares, but would not say by how much.
Commuters reacted with relief. "I had already asked a friend to drive me," said Mia Berg, a nurse.
Transport analyst Carla Nyman thinks the dispute may return. "Nothing about the shifts has been solved," she says. The union has said since March that the shifts are its main concern, and it reiterated on Wednesday that talks on them must begin by June.""",
        (
            Said(
                "union leaders",
                "announced",
                "Rail workers in Belmark will not strike on Friday after all",
            ),
            Said("Anke Voss", "told", "It was close", says="Anke Voss"),
            Said("Jonas Feld", "said", "the company would have to raise fares", says="Jonas Feld"),
            Said(
                "Jonas Feld",
                "would not say",
                "by how much",
                "declines",
                says="Jonas Feld",
                unknowns=(("by how much", "withheld"),),
            ),
            Said("Mia Berg", "said", "I had already asked a friend to drive me", says="Mia Berg"),
            Said(
                "Transport analyst Carla Nyman",
                "thinks",
                "the dispute may return",
                "asserts_possible",
                says="Carla Nyman",
            ),
            Said("she", "says", "Nothing about the shifts has been solved", says="Carla Nyman"),
            Said("The union", "said", "the shifts are its main concern"),
            Said("it", "reiterated", "talks on them must begin by June", says="the union"),
        ),
    ),
    Piece(
        "match",
        """Late goal sends Torvald United through
Torvald United reached the final of the Northern Cup with a goal in the last minute against Lida on Saturday.
"I saw the ball come over and just hit it," striker Ben Oduya said after the match. "I don't remember much else."
Coach Lena Marsh praised her team's patience. "We knew that they would tire," she told Sport Nord. "I told the players at half-time: keep the ball and wait."
Lida's captain, Sven Aho, claimed that the goal should not have counted. The referee, he insisted, had blown his whistle before the shot. The league said it had received no complaint.
Marsh said Oduya, who limped off at the end, would probably miss the first days of training. She believes he will be fit for the final.""",
        (
            Said(
                "striker Ben Oduya",
                "said",
                "I saw the ball come over and just hit it",
                says="Ben Oduya",
            ),
            Said("she", "told", "We knew that they would tire", says="Lena Marsh"),
            Said("We", "knew", "they would tire"),
            Said("I", "told", "keep the ball and wait", says="Lena Marsh"),
            Said(
                "Lida's captain, Sven Aho",
                "claimed",
                "the goal should not have counted",
                says="Sven Aho",
            ),
            Said("he", "insisted", "The referee", says="Sven Aho"),
            Said("The league", "said", "it had received no complaint"),
            Said(
                "Marsh",
                "said",
                "Oduya, who limped off at the end, would probably miss the first days of training",
                "asserts_likely",
                says="Lena Marsh",
            ),
            Said(
                "She",
                "believes",
                "he will be fit for the final",
                "asserts_likely",
                says="Lena Marsh",
            ),
        ),
    ),
    Piece(
        "hack",
        """Hospital group says patient data was stolen
Medika, which runs 14 hospitals in Gerland, said on Friday that intruders had copied the records of some patients in May.
In a letter to those concerned, the company said names, addresses and in some cases diagnoses had been taken. It has not said how many people are affected; the magazine Netzwelt, which first reported the breach, put the number at 300,000.
A group calling itself Grey Heron claimed responsibility in a post on Monday. "Pay or we publish," the post read. Researchers at the security firm Lockwell say the group is probably based abroad.
Medika's head of technology, Dr. Karin Weiss, acknowledged that the company had been warned about the flaw. "We were too slow," she admitted, "and for that we apologise."
The data protection authority confirmed it was investigating. Police would neither confirm nor deny that a ransom had been demanded.""",
        (
            Said("Hospital group", "says", "patient data was stolen"),
            Said("the magazine Netzwelt", "reported", "the breach"),
            Said("Medika", "said", "intruders had copied the records of some patients in May"),
            Said(
                "the company",
                "said",
                "names, addresses and in some cases diagnoses had been taken",
                says="Medika",
            ),
            Said(
                "It",
                "said",
                "how many people are affected",
                "no_information",
                says="Medika",
                unknowns=(("how many people are affected", "not_stated"),),
            ),
            Said(
                "A group calling itself Grey Heron",
                "claimed responsibility",
                "claimed responsibility",
            ),
            Said("the post", "read", "Pay or we publish"),
            Said(
                "Researchers at the security firm Lockwell",
                "say",
                "the group is probably based abroad",
                "asserts_likely",
            ),
            Said(
                "Dr. Karin Weiss",
                "acknowledged",
                "the company had been warned about the flaw",
                says="Karin Weiss",
            ),
            Said("she", "admitted", "We were too slow", says="Karin Weiss"),
            Said("The data protection authority", "confirmed", "it was investigating"),
            Said(
                "Police",
                "confirm nor deny",
                "a ransom had been demanded",
                "declines",
                unknowns=(("a ransom had been demanded", "withheld"),),
            ),
        ),
    ),
    Piece(
        "treaty",
        """Fishing talks break down
KALVO (Reuters) - Talks on fishing rights between Norvia and the Selk Islands collapsed on Thursday, a senior Norvian official said, asking not to be named because the talks were private.
Norvia's foreign minister, Astrid Holm, later told lawmakers her government remained "ready to listen". The islands' trade secretary, speaking to the BBC, said Norvia had "moved the goalposts", and threatened to close the harbours to Norvian boats.
According to two diplomats with knowledge of the talks, the sides were less than 4,000 tonnes apart. One of them said that a deal was possible by spring.
Holm denied reports that Norvia had walked out. "That is simply untrue," she said, without elaborating.
The European Union, which is mediating, has yet to comment.""",
        (
            Said(
                "a senior Norvian official",
                "said",
                "Talks on fishing rights between Norvia and the Selk Islands collapsed on Thursday",
            ),
            Said(
                "Astrid Holm",
                "told",
                'her government remained "ready to listen"',
                says="Astrid Holm",
            ),
            Said("The islands' trade secretary", "said", 'Norvia had "moved the goalposts"'),
            Said(
                "The islands' trade secretary",
                "threatened",
                "to close the harbours to Norvian boats",
            ),
            Said(
                "two diplomats with knowledge of the talks",
                "According to",
                "the sides were less than 4,000 tonnes apart",
            ),
            Said("One of them", "said", "a deal was possible by spring", "asserts_possible"),
            Said(
                "Holm", "denied", "reports that Norvia had walked out", "denies", says="Astrid Holm"
            ),
            Said("she", "said", "That is simply untrue", says="Astrid Holm"),
            Said("The European Union", "has yet to comment", "", "declines"),
        ),
    ),
    Piece(
        "plane",
        """Small plane missing over the Harra range
Search teams were looking on Monday for a small plane that vanished over the Harra mountains with four people on board.
The aviation authority said contact with the Cessna was lost at 3:40 p.m. on Sunday, about 60 km south of Petra Field. It provided no information on the identity of the passengers.
A shepherd heard an explosion, local television reported. The report has not been confirmed.
"The weather was terrible. I would not have flown," Milo Kerr, a pilot who landed shortly before, told the Harra Courier. The airline that owned the plane, Sky Harra, said in a post on its website that the pilot had 4,000 hours of experience.
The governor's office said that, according to preliminary data, the plane may have hit a ridge. It is not yet known what caused the crash, a spokesman, Ilan Dor, said, stressing the search came first.""",
        (
            Said(
                "The aviation authority",
                "said",
                "contact with the Cessna was lost at 3:40 p.m. on Sunday",
            ),
            Said(
                "It",
                "provided no information",
                "on the identity of the passengers",
                "no_information",
                says="The aviation authority",
                unknowns=(("the identity of the passengers", "not_stated"),),
            ),
            Said("local television", "reported", "A shepherd heard an explosion"),
            Said(
                "Milo Kerr",
                "told",
                "The weather was terrible. I would not have flown",
                says="Milo Kerr",
            ),
            Said(
                "The airline that owned the plane, Sky Harra",
                "said",
                "the pilot had 4,000 hours of experience",
            ),
            Said(
                "The governor's office",
                "said",
                "the plane may have hit a ridge",
                "asserts_possible",
            ),
            Said(
                "preliminary data",
                "according to",
                "the plane may have hit a ridge",
                "asserts_possible",
                relays=("governor's office",),
            ),
            Said(
                "a spokesman, Ilan Dor",
                "said",
                "It is not yet known what caused the crash",
                "no_information",
                says="Ilan Dor",
                unknowns=(("what caused the crash", "unknown"),),
            ),
            Said("Ilan Dor", "stressing", "the search came first"),
        ),
    ),
    Piece(
        "school",
        """Parents fight plan to close village school
Plans to close the primary school in Hathersby have been met with anger, with one mother saying the village "would die without it".
The county council insists no decision has been made. In a report to councillors, officers estimate that repairs to the roof would cost £640,000 and that pupil numbers will fall to 31 by 2029.
"Nobody has asked us," complained Tom Reed, chair of the parents' association, at a meeting on Tuesday. He said that 420 people had signed a petition, and that he would hand it in next week.
Headteacher Ruth Adeyemi told the meeting she understood why people were upset. Councillor Dee Marsh, responsible for schools, was quoted by the Hathersby Gazette as saying that small schools "cannot be kept open at any price".
The council will decide in May. Many fear the worst.""",
        (
            Said("one mother", "saying", 'the village "would die without it"'),
            Said("The county council", "insists", "no decision has been made"),
            Said(
                "officers", "estimate", "repairs to the roof would cost £640,000", "asserts_likely"
            ),
            Said("Tom Reed", "complained", "Nobody has asked us", says="Tom Reed"),
            Said("He", "said", "420 people had signed a petition", says="Tom Reed"),
            Said(
                "Headteacher Ruth Adeyemi",
                "told",
                "she understood why people were upset",
                says="Ruth Adeyemi",
            ),
            Said("she", "understood", "why people were upset", says="Ruth Adeyemi"),
            Said(
                "Councillor Dee Marsh",
                "saying",
                'small schools "cannot be kept open at any price"',
                relays=("Hathersby Gazette",),
                says="Dee Marsh",
            ),
        ),
    ),
    Piece(
        "mine",
        """Eleven trapped in coal mine at Zarin
Eleven miners were trapped underground after an explosion at a coal mine near Zarin, state media reported on Monday.
"The eight other men on the shift were brought up alive, the ministry of mines said at noon, before President Ana Dragan arrived at the pit, where she called for an inquiry," the Tribune reported.
State television, which said the blast was caused by gas, showed families waiting at the gates. It quoted a rescuer as saying that water was rising in the lower shaft.
The mine's owner, Zarin Coal, said safety had been checked in January. Inspectors had reportedly ordered repairs last year, but the company said it knew of no such order.
Dragan's office announced three days of mourning. Moscow and Ankara have offered help; Tallin said it would send pumps.""",
        (
            Said(
                "state media",
                "reported",
                "Eleven miners were trapped underground after an explosion at a coal mine near Zarin",
            ),
            Said(
                "the ministry of mines",
                "said",
                "The eight other men on the shift were brought up alive",
                relays=("Tribune",),
            ),
            Said("she", "called for", "an inquiry", relays=("Tribune",), says="Ana Dragan"),
            Said(
                "the Tribune", "reported", "The eight other men on the shift were brought up alive"
            ),
            Said("State television", "said", "the blast was caused by gas"),
            Said(
                "a rescuer",
                "saying",
                "water was rising in the lower shaft",
                relays=("State television",),
            ),
            Said("Zarin Coal", "said", "safety had been checked in January"),
            Said(
                "the company",
                "said",
                "it knew of no such order",
                "no_information",
                says="Zarin Coal",
            ),
            Said("Dragan's office", "announced", "three days of mourning"),
            Said("Tallin", "said", "it would send pumps"),
        ),
    ),
)
