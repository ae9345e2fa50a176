"""公众: on whose behalf every public page reads, whoever has signed in."""

from louyu.kernel.scope import Actor

VISITOR = Actor(user_id=None, name="公众")
