"""The demonstration: five dialogues from YAML files, loaded with one command."""
