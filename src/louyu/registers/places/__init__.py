"""区划: districts, subdistricts, parks, communities and functional clusters."""
