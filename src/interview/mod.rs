//! An interview that asks only what still matters.
