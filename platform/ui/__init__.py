"""The design system: page bases, components, theme. Knows nothing of mentoring."""
