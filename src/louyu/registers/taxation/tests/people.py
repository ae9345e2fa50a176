"""测试人员: readers of tax and how they sign in."""

from django.test import Client

from demo import factories
from louyu.registers.organizations.models import Clearance, Role, User


def cleared(person: User) -> User:
    Clearance.objects.create(user=person, kind="tax", basis="授权书", start=factories.LONG_AGO)
    return person


def analyst() -> User:
    return cleared(factories.user(Role.DEPARTMENT, username="analyst"))


def client_of(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client
