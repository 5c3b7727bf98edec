"""What the site's generator loads besides itself: four extensions of Python-Markdown."""
