"""What an administrator does with all that an installation keeps: back it up, restore it, see whether it is well."""
