//! `polcheck explain-code`

use super::outcome::{Failure, Outcome, Result};
use super::settings::{Settings, print};
use crate::diagnostic::{page, pages};

/// 看一个问题编号的说明：什么意思、怎么改，附错的和对的例子
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 编号，如 N201；不写时列出全部编号
    #[arg(value_name = "编号")]
    code: Option<String>,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let Some(code) = &args.code else {
        let list: Vec<String> = pages()
            .iter()
            .map(|page| match settings.result_lang() {
                crate::diagnostic::Lang::Zh => format!("{}  {}\n", page.code, page.title_zh),
                crate::diagnostic::Lang::En => format!("{}  {}\n", page.code, page.title_en),
            })
            .collect();
        print(&list.concat())?;
        return Ok(Outcome::Clean);
    };
    match page(&crate::syntax::narrow(code).trim().to_uppercase()) {
        Some(page) => {
            print(&format!("{}\n", page.text.trim_end()))?;
            Ok(Outcome::Clean)
        }
        None => Err(Failure::new(
            format!("没有编号“{code}”；不带参数运行 polcheck explain-code 可列出全部"),
            format!("there is no code `{code}`; run `polcheck explain-code` to list all"),
        )),
    }
}
