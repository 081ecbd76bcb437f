"""Permissions and events of the accounts room."""

CREATE_OFFICER = "accounts:officer:create"
PRINT = "accounts:invitation:print"  # the permission and the trail entry share the name: one verb

DID_CREATE = "accounts:login:create"
DID_PASSWORD = "accounts:login:set_password"
DID_BURST = "accounts:login:burst"
DID_PRINT = PRINT
DID_BIND = "accounts:binding:bind"
DID_LEAVE = "accounts:binding:leave"
