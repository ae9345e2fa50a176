"""坐标: CGCS2000 out of the coordinates that maps and vendors in China use, and back.

Degrees, longitude first. CGCS2000 and WGS84 differ by centimetres and are one here; GCJ-02 lies
some hundred metres beside them, BD-09 a further step beside GCJ-02.
"""

from louyu.engines.coordinates.systems import System, metres_between, to_cgcs2000

__all__ = ["System", "metres_between", "to_cgcs2000"]
