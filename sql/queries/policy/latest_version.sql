SELECT MAX(version) FROM policy
