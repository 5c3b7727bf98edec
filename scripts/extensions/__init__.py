"""What the site's generator loads besides itself: three extensions of Python-Markdown."""
