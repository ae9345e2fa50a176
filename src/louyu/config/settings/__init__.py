"""设置: the settings of every process, assembled from one module per topic."""

from louyu.config.settings.apps import *  # noqa: F403
from louyu.config.settings.database import *  # noqa: F403
from louyu.config.settings.instance import *  # noqa: F403
from louyu.config.settings.logs import *  # noqa: F403
from louyu.config.settings.outside import *  # noqa: F403
from louyu.config.settings.security import *  # noqa: F403
from louyu.config.settings.web import *  # noqa: F403
