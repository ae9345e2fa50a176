"""测试: journeys, scope, pages and real data; unit tests lie beside their app."""
