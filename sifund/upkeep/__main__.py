"""`python -m sifund.upkeep FOLDER BYTES`: see `sifund.upkeep.apart`."""

import resource
import sys
from pathlib import Path

from sifund.upkeep.apart import look

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
    sys.stdout.write(look(Path(sys.argv[1])))
