"""Each mark of a proven sentence has an id, so that its proof leads back to the sentence.

A Markdown extension. The first mark of the claim "chapter/name" on a page is #at-chapter-name, the
next ones end in -2, -3 and so on.
"""

from __future__ import annotations

import re
from collections import Counter

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

PROOF = re.compile(r"\bproofs(?:\.md|/)#(.+)")


class Marks(Treeprocessor):
    def run(self, root):
        met = Counter()
        for link in root.iter("a"):
            if proof := PROOF.search(link.get("href") or ""):
                met[proof[1]] += 1
                again = f"-{met[proof[1]]}" if met[proof[1]] > 1 else ""
                link.set("id", f"at-{proof[1]}{again}")


class MarksExtension(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Marks(md), "marks", 10)  # links are there, ids not yet read


def makeExtension(**options):
    return MarksExtension(**options)
