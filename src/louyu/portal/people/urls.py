"""网址: accounts and grants, for the three administrators."""

from django.urls import path

from louyu.portal.people import accounts, addresses, grants, liaisons, link_sheet, rights

urlpatterns = [
    path("people/", accounts.accounts, name="accounts"),
    path("people/new/", accounts.account_new, name="account-new"),
    path("people/<int:pk>/", accounts.account, name="account"),
    path("people/<int:pk>/link/", accounts.account_link, name="account-link"),
    path("people/<int:pk>/switch/", accounts.account_switch, name="account-switch"),
    path("people/held/<slug:what>/<int:pk>/end/", accounts.take_away, name="account-take-away"),
    path("people/links/", link_sheet.link_sheet, name="account-links"),
    path("people/<int:pk>/change/", accounts.account_change, name="account-change"),
    path("people/<int:pk>/address/", addresses.account_address, name="account-address"),
    path("rights/", rights.rights, name="rights"),
    path("grants/", grants.grants, name="grants"),
    path("liaisons/", liaisons.liaisons, name="liaisons"),
    path("liaisons/<int:pk>/link/", liaisons.liaison_link, name="liaison-link"),
    path("liaisons/<int:pk>/address/", addresses.liaison_address, name="liaison-address"),
    path("liaisons/<int:pk>/end/", liaisons.liaison_end, name="liaison-end"),
    path("grants/decide/", grants.grants_decide, name="grants-decide"),
]
