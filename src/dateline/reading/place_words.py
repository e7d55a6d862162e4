"""Words that recognition of places goes by (see `places.py`)."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of a text."""
    return frozenset(text.split())


PLACE_LABELS = frozenset({"GPE", "LOC"})
NAMED_LABELS = PLACE_LABELS | {"FAC"}
LOCATIVE = words(
    """in at near from to outside inside around across throughout into toward towards through
    between via within off along beyond over north south east west northeast northwest
    southeast southwest"""
)
CONNECTORS = words(
    """of the de la le al el del du des and - ' 's ’s ’ / & sur upon di da
    au aux en les lès sous e i o"""
)
UNIT_WORDS = words(
    """region province oblast governorate county district prefecture state department krai raion
    canton municipality parish provinces regions districts counties"""
)
UNIT_PLURALS = words(
    """provinces regions districts counties states governorates oblasts parishes"""
)
CITY_WORDS = words(
    """city town village capital suburb neighborhood neighbourhood port resort township hamlet
    stronghold settlement
    neighbourhoods neighborhoods hamlets suburbs district districts cities towns villages"""
)
# Words that stand with a capital but start or end no place here.
NEVER = words(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr gov sen rep president
    police church university college street god lord king queen prince princess pope the a an
    he she it they we in on at but and i you his her their our my this that these those of to
    all as no not yes if so for from by with when where while who what why how then there here
    one two three four five six seven eight nine ten first second last next more most many some
    any other both each every after before since until about over under between during also
    sir lady judge chief general captain major minister secretary senator house senate congress
    parliament state city county court center centre hospital school army navy force union party
    north south east west northern southern eastern western central upper lower
    internet english christian christmas easter ramadan islam muslim un nato new old good best
    great big little long young man men woman women mother father son news times post today
    tomorrow yesterday photo video read source image media press group company bank
    superior supreme section hall road street avenue common royal earth mining marshal sens reps
    commonwealth northeast northwest southeast southwest ngo republic mt ft"""
)
# Words after a name that make it part of another name: "Washington Post", "Paris Agreement".
OTHER_NAME = words(
    """post times herald tribune gazette journal news agreement accord accords treaty protocol
    university college school church institute foundation avenue street road boulevard lane
    drive hospital airport bank university hotel united fc club review press star express mail
    telegraph chronicle observer globe guardian award prize olympics"""
)
# Verbs whose subject is a place as a place, not as the people who act for it.
STATIVE = words(
    """be have become lie remain stand sit border include contain see face experience witness
    suffer host grow boast border stretch overlook belong rank record"""
)
NAME_USES = frozenset({"name", "alias"})
SHORT = frozenset({"us", "uk", "la", "eu", "dc", "hk"})
ARTICLES = frozenset({"the", "a", "an"})
LISTING = frozenset({",", "and", "or", "/"})
LOCATIVE_UNKNOWN = words("""in at near outside inside around across throughout""")
# Words that overrule the parser where it takes a name for a person's.
LOCATIVE_PERSON = LOCATIVE_UNKNOWN | words("into capital")
# A name borne by a city of this size, by at most so many places, and by no other city of more than
# this share of its people is taken for the city.
LARGE = 100_000
MOST_NAMESAKES = 8
DWARFED = 0.05
# What a place name before makes a body or a person of that place, and leaves the place meant.
CIVIC = words(
    """police mayor city county council fire sheriff district resident residents native
    parliament government court prosecutor prosecutors authorities senator metropolitan municipal
    governor officials area region township airport border woman man teen teenager women men
    school schools hospital firefighters voters"""
)
# What else may stand before "of" and a place.
HOLDERS = CITY_WORDS | words("island islands province region county")
# What a facility's name ends in: "Kabul Military Hospital", "Shenzhen Bay Sports Center".
FACILITIES = words(
    """hospital airport stadium arena prison jail station terminal port harbor harbour airfield
    airbase base barracks mosque cathedral church temple synagogue palace courthouse market bazaar
    mall hotel square center centre park bridge zoo museum factory plant refinery embassy consulate
    camp cemetery headquarters"""
)
# Titles that hold the name of a place without meaning it: "Duke of York".
TITLES_OF = words("duke duchess earl prince princess count bishop archbishop lord marquess house")
# "Texas-based" says where; "US-backed" says whose.
STAYS_PLACE = words("based occupied controlled held administered")
# What a place name before makes something else: a disease, money.
NOT_PLACES = words("""virus fever disease cocktail cocktails syndrome $""")
NEVER_ENOUGH = 10**12
ALSO_END = words(
    """city county state island islands north south east west region province center centre"""
)
TIME_LABELS = frozenset({"DATE", "TIME", "NORP"})
TITLES = words("""central northern southern eastern western downtown greater north south""")
MIN_LONE = 15_000
MIN_LOCATIVE = 500

# Words that no name of the packages' ends with here ("Paris Monday").
NEVER_LAST = NEVER - ALSO_END

# Words that may be taken off a name that the gazetteer does not have as it stands.
PREFIXES = (
    "city of ", "town of ", "village of ", "state of ", "province of ", "greater ", "downtown ",
    "central ", "northern ", "southern ", "eastern ", "western ", "north ", "south ", "east ",
    "west ", "upper ", "lower ", "northeast ", "northwest ", "northwestern ", "northeastern ",
    "southeast ", "southwest ", "southeastern ", "southwestern ", "inner ", "outer ", "mainland ",
)  # fmt: skip
SUFFIXES = (
    " county", " province", " region", " district", " governorate", " city", " township", " town",
    " village", " state", " oblast", " prefecture", " department", " municipality", " parish",
    " area", " island", " islands", " valley", " peninsula", " metropolitan area", " suburb",
)  # fmt: skip
