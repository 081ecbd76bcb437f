"""Permissions and events of the accounts room."""

CREATE_OFFICER = "accounts:officer:create"

DID_CREATE = "accounts:login:create"
DID_PASSWORD = "accounts:login:set_password"
DID_BURST = "accounts:login:burst"
