"""The name of the person who uses this machine."""

from __future__ import annotations

import getpass
import os


def user_name() -> str:
    """Return the full name of the system's user, else the name of the account.

    In a container the user may have no entry among the accounts; without a name in the variables
    USER or LOGNAME either, it is "".
    """
    return _full_name() or _account_name()


def _full_name() -> str:
    try:
        import pwd

        entry = pwd.getpwuid(os.getuid())
    except (ImportError, KeyError):
        # Windows has no such list of accounts, and a container may have no entry in it.
        return ""
    # The first part is the name, in which & stands for that of the account.
    name = entry.pw_gecos.partition(",")[0].replace("&", entry.pw_name.capitalize())
    return name.strip()


def _account_name() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
