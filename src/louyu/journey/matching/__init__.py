"""比对: roster, registry and tax as one picture, matched to buildings and tenants."""
