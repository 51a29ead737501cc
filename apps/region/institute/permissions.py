"""Who reads the norms and who keeps them."""

from __future__ import annotations

from kernel.doors import Access

READ = Access({"regional_coordinator", "municipal_coordinator", "institute_expert", "platform_operator"})
KEEP = Access({"regional_coordinator"})
