"""The commands, one module each: `configure(parser, told)` adds the arguments, `run(options, console)` does the work."""
