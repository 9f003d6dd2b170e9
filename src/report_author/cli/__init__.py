"""Arguments in, findings shown, exit status out."""
