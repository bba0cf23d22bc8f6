"""What the site consists of: addresses, views, the plan, feeds."""
