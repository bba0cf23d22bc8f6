"""The commands, one module each: `configure(parser, told)` adds arguments, `run(options, console)` does the work."""
