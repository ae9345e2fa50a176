"""服务走访的事项: the kind of matter a sign of departure opens; it asks what the firm needs."""

from louyu.registers.matters.kinds import MatterKind, register

# Two working weeks: early enough to be of use, late enough not to be a race.
DEPARTURE_VISIT = register(MatterKind("departure_visit", "服务走访", 10))
