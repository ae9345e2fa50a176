"""登记与修改: forms made from resource declarations, saved once, never over another change."""
