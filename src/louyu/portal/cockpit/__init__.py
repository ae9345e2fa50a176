"""驾驶舱: what is late and who answers for it, on one page, a phone or a dark meeting screen."""
