"""待办: one list of all that waits for a person, what is done with many at once, and 代办."""

from louyu.portal.inbox import sources

__all__ = ["sources"]
