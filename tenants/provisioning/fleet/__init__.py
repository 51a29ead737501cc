"""Migrating all schools at once.

``reading`` asks every school's table of migrations what it has, a hundred schools in a query. ``planning`` groups
schools that have the same and says what each group lacks. ``rendering`` writes a migration's SQL once for a group.
``carrying`` does it school by school, each in a transaction of its own; ``working`` shares the schools out among
connections. ``recording`` writes down the version of a school's tables and what stopped half-way. ``running`` is the
whole of it: the one that commands call. ``checking`` holds the rules for those who write migrations.

Only migrations of school apps are carried out and recorded in schools: those of shared apps change nothing there.
Nor is ``post_migrate`` sent for a school: what listens to it (content types, permissions) fills shared tables, and
does so when the shared schema is migrated, for models of schools too. So the shared schema goes first.
"""
