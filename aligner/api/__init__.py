"""The functions of `import aligner`: the commands, called from Python with paths or texts."""
