"""随比对更新: after every comparison results are confirmed and signs of departure looked for."""

from louyu.initiatives.local_registration.confirming import confirm
from louyu.initiatives.local_registration.departures import look
from louyu.journey.matching.following import afterwards
from louyu.kernel.scope import Actor


@afterwards
def follow(actor: Actor) -> None:
    confirm(actor)
    look(actor)
