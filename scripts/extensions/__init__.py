"""What the site's generator loads besides itself: two extensions of Python-Markdown."""
