"""文章: work news, policies, events and portraits for the public site; bulletins are not here."""
