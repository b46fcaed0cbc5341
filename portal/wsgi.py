"""What gunicorn serves: `portal.wsgi:app`, set up by the environment."""

import os

from portal.app import create_app
from portal.kernel.settings import read_settings

app = create_app(read_settings(os.environ))
