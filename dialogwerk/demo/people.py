"""The people of the demonstration: pseudonyms who take part, and offices that run the dialogues."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from dialogwerk.accounts.models import Person
from dialogwerk.demo.reading import Dialogue
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Role, TeamRole

PASSWORD = "dialogwerk-demo"  # noqa: S105  # nosec: printed for everybody who runs the demo
# address, public name, role, what she may do
SIGN_INS = [
    ("leitung@demo.example.org", "Prozessleitung", Role.LEAD, "leitet alle fünf Dialoge"),
    ("redaktion@demo.example.org", "Redaktion", Role.EDITOR, "veröffentlicht, antwortet, führt zusammen"),
    ("moderation@demo.example.org", "Moderation", Role.MODERATOR, "verbirgt und gibt frei"),
    ("siegen@demo.example.org", "Regionalagentur Siegen", Role.REGION_CONTACT, "antwortet für eine Region in NRW"),
    ("mitmachen@demo.example.org", "Linnea aus dem Sauerland", None, "macht mit"),
    ("betrieb@demo.example.org", "Betrieb", None, "betreibt die Installation"),
]


def load_people(dialogues: list[Dialogue]) -> dict[str, Person]:
    """Make everybody named in the files and the sign-ins; return people by their key or address."""
    told = {record["key"]: record for dialogue in dialogues for record in dialogue.people}
    people = {
        key: Person(
            email=f"{key}@demo.example.org",
            public_name=record["name"][:60],
            stakeholder_group=record.get("group", ""),
            password=make_password(None),
        )
        for key, record in told.items()
    }
    password = make_password(PASSWORD)
    for email, name, _role, _who in SIGN_INS:
        operates = email.startswith("betrieb")
        people[email] = Person(email=email, public_name=name, password=password, is_guest=False, is_operator=operates)
    Person.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people.values()
    )
    return people


def load_team(process: Process) -> Person:
    """Give the sign-ins their roles in `process` and return the person who answers for its team."""
    for email, _name, role, _who in SIGN_INS:
        region = Region.objects.filter(region_set=process.region_set, slug="siegen-wittgenstein-olpe").first()
        if role is None or (role == Role.REGION_CONTACT and region is None):
            continue
        TeamRole.objects.create(
            process=process,
            person=Person.objects.get(email=email),
            role=role,
            region=region if role == Role.REGION_CONTACT else None,
        )
    return Person.objects.get(email=SIGN_INS[1][0])
