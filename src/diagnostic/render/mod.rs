//! Problems -> what is shown: a terminal report, JSON, GitHub workflow commands.

mod github;
mod json;
mod lines;
mod pretty;

pub use github::render_github;
pub use json::render_json;
pub use pretty::render_pretty;
