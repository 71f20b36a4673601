//! The page of each code: what it means, a wrong and a right example.

/// One page of `polcheck explain-code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub code: &'static str,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    /// the whole page, in Markdown
    pub text: &'static str,
}

/// The page of a code, however its letter is written.
pub fn page(code: &str) -> Option<Page> {
    pages().into_iter().find(|page| page.code.eq_ignore_ascii_case(code))
}

/// All pages, in the order of their codes.
pub fn pages() -> Vec<Page> {
    PAGES.iter().map(|text| from_text(text)).collect()
}

/// Reads the headline `# N201 没有这个名称 / unknown name`.
fn from_text(text: &'static str) -> Page {
    let headline = text.lines().next().unwrap_or_default().trim_start_matches("# ");
    let (code, titles) = headline.split_once(' ').unwrap_or_default();
    let (title_zh, title_en) = titles.split_once(" / ").unwrap_or_default();
    Page { code, title_zh, title_en, text }
}

const PAGES: &[&str] = &[
    include_str!("pages/S101.md"),
    include_str!("pages/S102.md"),
    include_str!("pages/S103.md"),
    include_str!("pages/S104.md"),
    include_str!("pages/S105.md"),
    include_str!("pages/S106.md"),
    include_str!("pages/S107.md"),
    include_str!("pages/S108.md"),
    include_str!("pages/N201.md"),
    include_str!("pages/N202.md"),
    include_str!("pages/N203.md"),
    include_str!("pages/N204.md"),
    include_str!("pages/N205.md"),
    include_str!("pages/N206.md"),
    include_str!("pages/N207.md"),
    include_str!("pages/T301.md"),
    include_str!("pages/T302.md"),
    include_str!("pages/T303.md"),
    include_str!("pages/T304.md"),
    include_str!("pages/T305.md"),
    include_str!("pages/T306.md"),
    include_str!("pages/T307.md"),
    include_str!("pages/T308.md"),
    include_str!("pages/T309.md"),
    include_str!("pages/T310.md"),
    include_str!("pages/R401.md"),
    include_str!("pages/R402.md"),
    include_str!("pages/R403.md"),
    include_str!("pages/R404.md"),
    include_str!("pages/R405.md"),
    include_str!("pages/R406.md"),
    include_str!("pages/R407.md"),
    include_str!("pages/R408.md"),
    include_str!("pages/R409.md"),
    include_str!("pages/R410.md"),
    include_str!("pages/R411.md"),
    include_str!("pages/R412.md"),
    include_str!("pages/R413.md"),
    include_str!("pages/R414.md"),
    include_str!("pages/R420.md"),
    include_str!("pages/L501.md"),
    include_str!("pages/L502.md"),
    include_str!("pages/L503.md"),
    include_str!("pages/L504.md"),
    include_str!("pages/L505.md"),
    include_str!("pages/L506.md"),
    include_str!("pages/L507.md"),
    include_str!("pages/X601.md"),
    include_str!("pages/X602.md"),
    include_str!("pages/X603.md"),
    include_str!("pages/X604.md"),
    include_str!("pages/X605.md"),
    include_str!("pages/X606.md"),
    include_str!("pages/X607.md"),
    include_str!("pages/X608.md"),
    include_str!("pages/X609.md"),
    include_str!("pages/D701.md"),
    include_str!("pages/D702.md"),
    include_str!("pages/D703.md"),
    include_str!("pages/D704.md"),
    include_str!("pages/D705.md"),
    include_str!("pages/D706.md"),
    include_str!("pages/D707.md"),
    include_str!("pages/D708.md"),
    include_str!("pages/D709.md"),
    include_str!("pages/D710.md"),
    include_str!("pages/D711.md"),
    include_str!("pages/D712.md"),
    include_str!("pages/D713.md"),
    include_str!("pages/D714.md"),
    include_str!("pages/D715.md"),
    include_str!("pages/D716.md"),
    include_str!("pages/D717.md"),
    include_str!("pages/D718.md"),
    include_str!("pages/D719.md"),
    include_str!("pages/D720.md"),
    include_str!("pages/D721.md"),
    include_str!("pages/D730.md"),
    include_str!("pages/D731.md"),
    include_str!("pages/D732.md"),
    include_str!("pages/D733.md"),
];
