"""登记: every resource by its key, found in the apps' resource.py at start-up."""

from louyu.kernel.resource.declaration import Resource

_resources: dict[str, Resource] = {}


def register(declared: Resource) -> Resource:
    if declared.key in _resources:
        raise ValueError(f"resource {declared.key!r} is declared twice")
    _resources[declared.key] = declared
    return declared


def resource(key: str) -> Resource:
    return _resources[key]


def all_resources() -> list[Resource]:
    return list(_resources.values())
