"""Every setting of the site, a module for each subject; `values` alone reads the environment.

Whatever these modules write in capitals is a setting. A name stands in one of them only.
"""

from gazokako.settings.celery import *
from gazokako.settings.databases import *
from gazokako.settings.framework import *
from gazokako.settings.limits import *
from gazokako.settings.log_lines import *
from gazokako.settings.mail import *
from gazokako.settings.redis import *
from gazokako.settings.security import *
from gazokako.settings.storages import *
from gazokako.settings.values import *
