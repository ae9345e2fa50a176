"""`./louyu bench`: every pair in turn, told as it goes, kept as evidence at the end."""

import logging
import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    logging.disable(logging.INFO)
    from bench import (
        addresses,
        answering,
        bulletin,
        cockpit,
        computing,
        exporting,
        importing,
        linking,
        listing,
        many_users,
        public,
        rounds,
    )
    from bench.measure import keep, measure, told

    results = []
    parts = (listing, many_users, answering, cockpit, computing, bulletin, public, exporting)
    for part in (*parts, rounds, addresses, linking, importing):
        for pair in part.pairs():
            results.append(measure(pair))
            print(told(results[-1]), flush=True)
    keep(results)
