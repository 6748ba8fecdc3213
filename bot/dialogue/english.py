"""Small words of English by what they do in a sentence.

They are grammar, the same in every clinic; what patients say of symptoms, answers and treatments
stands in bot/data.
"""

from __future__ import annotations

SUBJECTS = frozenset({"i", "he", "she", "it", "they", "we"})
RELATIVES = frozenset(
    {"mum", "mom", "mam", "dad", "husband", "wife", "son", "daughter", "mother", "father"}
)
# Somebody is spoken of.
PERSONS = RELATIVES | {
    "i", "im", "my", "me", "mine", "he", "she", "his", "her", "him", "we", "our", "they",
}  # fmt: skip
# Something is felt, and not only asked about.
HAPPENING = frozenset(
    {"now", "today", "tonight", "yesterday", "since", "still", "again", "all", "bad", "badly",
     "really", "very", "terrible", "awful", "severe", "getting", "got", "feeling", "worse",
     "cannot", "days", "hours", "week", "weeks", "morning", "night", "sore", "hurts", "too"}
)  # fmt: skip
THE_WRITER = frozenset({"i", "im", "ive", "my", "mine", "myself"})
# "My rash" and "I have a rash" are the writer's own; "I measured" may be somebody else's.
OWNING = frozenset({"my", "mine", "ive"})
HAVING = frozenset({"have", "had", "got", "get", "feel", "am", "been", "keep", "woke", "also"})
# They stand for what was named before.
POINTERS = frozenset(
    {"it", "its", "mine", "they", "theyre", "them", "this", "that", "thats", "these", "those"}
)

NOT = frozenset({"not", "never", "cannot"})
NOTHING = frozenset({"nothing", "nowt"})
NO = frozenset({"no", "none", "nope"})
# They may stand between "not" and what it denies: "not like my usual ones".
AFTER_NOT = frozenset(
    {"like", "my", "his", "her", "the", "a", "any", "all", "so", "as", "quite", "really", "very",
     "exactly", "at", "to", "eat", "be", "been", "feel", "do", "doing"}
)  # fmt: skip
# Of these a list of denials is made: "no fever, and I am not dizzy either".
OF_DENIALS = frozenset(
    {"no", "not", "nor", "or", "and", "any", "either", "at", "all", "i", "do", "have", "am", "is",
     "are", "without", "never", "had", "he", "she", "has", "does", "a", "the", "my", "really",
     "though", "fine", "ok", "normal", "also", "now", "there", "none", "yet", "so", "far", "well"}
)  # fmt: skip
# "Not on Keytruda or Opdivo": the denial goes on.
GOING_ON_A_DENIAL = frozenset({"or", "nor"})
# "My dad": no word of the writer's own.
BEFORE_A_NOUN = frozenset({"my", "our"})
# "Keytruda for my dad": whose it is follows.
LEADING_TO_A_PERSON = frozenset({"for", "to"})
# What follows takes back or adds: "no, but it burns".
BUT = frozenset({"but", "except", "only", "just", "although", "though", "yet", "however", "and"})
BETWEEN_CLAUSES = frozenset({",", ".", ";", ":", "-", "and", "but", "so", "!"})

# "Still queasy": what is named goes on.
STILL = frozenset({"still"})
# They say how something is, and nothing of what it is: "a bit of dry skin", "a sore throat".
DEGREES = frozenset({"mild", "mildly", "slight", "slightly", "bit", "little", "of", "sore"})

NUMBERS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "couple",
     "twice", "once"}
)  # fmt: skip

# The questions of the assistant.
OF_THE_QUESTIONS = frozenset({"asking", "questions", "question"})
# A question that begins so can be answered with "no".
AUXILIARIES = frozenset({"is", "are", "do", "does", "did", "can", "could", "have", "has", "was"})
QUESTION_WORDS = frozenset({"what", "why", "how", "when", "where", "who", "which"})
# A sentence that begins so asks …
OPENING_A_QUESTION = QUESTION_WORDS | {
    "is", "are", "do", "does", "did", "can", "could", "may", "might", "will", "would", "should",
    "shall", "explain", "tell", "wondering",
}  # fmt: skip
# … as does a message about what was answered, which may begin otherwise, too …
OPENING_A_FOLLOW_UP = QUESTION_WORDS | {
    "is", "are", "am", "do", "does", "did", "can", "could", "should", "would", "will", "may",
    "must", "if", "has", "have", "explain", "tell", "whats",
}  # fmt: skip
# … a clause that begins so …
OPENING_A_CLAUSE = frozenset(
    {"what", "why", "how", "should", "shall", "can", "could", "which", "is", "does", "do"}
)
# … and whatever holds one of these.
ASKING_ANYWHERE = frozenset({"what", "how", "should", "can", "why", "when", "shall"})
# What begins so goes on with what was talked about before.
OPENING_WHAT_GOES_ON = frozenset({"and", "or", "plus", "what", "how", "is"})
# "Can walk, just slower" tells, although it begins as a question does.
AFTER_CAN = frozenset(
    {"do", "eat", "walk", "drink", "sleep", "see", "move", "still", "hold", "breathe", "talk",
     "not", "manage", "swallow", "feel", "stand", "dress", "keep", "read", "hear", "climb", "only",
     "just"}
)  # fmt: skip
# "No i am awake": between the "no" and what is the case.
IS = frozenset({"am", "is", "are", "can", "feel", "feels"})
# Longer words of questions that name nothing.
EMPTY = frozenset(
    {"have", "with", "your", "than", "that", "when", "more", "does", "been", "much", "very",
     "they", "what", "from", "feel", "also", "them", "there", "these", "those", "like", "bad"}
)  # fmt: skip
AT_TIMES = frozenset({"some", "sometimes", "occasionally", "often", "mostly", "most"})
