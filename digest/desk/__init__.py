"""The author’s commands: new, import, clip, check, serve, deploy."""
