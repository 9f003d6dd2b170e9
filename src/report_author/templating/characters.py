"""Characters that no document may carry."""

from __future__ import annotations

import re

#: Not XML, or reserved for the engine's own signs: C0 controls, lone surrogates, non-characters.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
