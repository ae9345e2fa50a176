"""网址: enterprises, the industry standard and the district's own industries."""

from louyu.kernel.pages.urls import list_of, pages_of

urlpatterns = [
    *pages_of("enterprises"),
    *list_of("industries"),
    *pages_of("local-industries"),
]
