//! Partly known cases: bounds, splitting, feasibility, witnesses.
