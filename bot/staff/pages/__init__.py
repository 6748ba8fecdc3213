"""The pages, one file each: ``add_to`` puts its routes on a blueprint."""
