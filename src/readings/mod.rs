//! What hangs on each reading (口径): people, money, and the cases where it matters.
