#!/usr/bin/env python3
"""All self-tests of the oracle: python3 tests/oracle/selftest.py"""

import unittest

from selftest_cells import *        # noqa: F401,F403  (test classes, picked up by unittest)
from selftest_rules import *        # noqa: F401,F403
from selftest_compare import *      # noqa: F401,F403
from selftest_benefits import *     # noqa: F401,F403
from selftest_control import *      # noqa: F401,F403

if __name__ == "__main__":
    unittest.main()
