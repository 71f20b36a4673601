//! The mistakes of meaning that a policy can hold.

use super::model::Type;
use crate::diagnostic::{Diagnostic, Message};
use crate::syntax::Span;

#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    UnknownName {
        span: Span,
        name: String,
        suggestion: Option<String>,
        spaced: Option<String>,
    },
    DuplicateName {
        span: Span,
        name: String,
        first: Span,
    },
    WrongKind {
        span: Span,
        name: String,
        is: Message,
        needed: Message,
    },
    NotAMember {
        span: Span,
        name: String,
        members: Vec<String>,
        suggestion: Option<String>,
    },
    UnknownBody {
        span: Span,
        name: String,
        suggestion: Option<String>,
    },
    NoPolicy,
    SecondPolicy {
        span: Span,
        first: Span,
    },
    NoKeyRegister {
        span: Span,
    },
    SecondKey {
        span: Span,
        first: Span,
    },
    Incomparable {
        left: Type,
        left_span: Span,
        right: Type,
        right_span: Span,
    },
    UnitsDoNotMix {
        left: Type,
        left_span: Span,
        right: Type,
        right_span: Span,
    },
    NotACondition {
        span: Span,
        found: Type,
    },
    NotAMonthlyAmount {
        span: Span,
        found: Type,
    },
    NoOrder {
        span: Span,
        ty: Type,
    },
    MayBeNone {
        span: Span,
        fact: String,
        guard: String,
    },
    NeedsRounding {
        span: Span,
        division: bool,
    },
    NoSuchPart {
        span: Span,
        part: String,
        ty: Type,
    },
    WrongOperands {
        span: Span,
        what: Message,
    },
    WrongRelation {
        span: Span,
        found: String,
        ty: Type,
        better: &'static str,
        better_en: &'static str,
    },
    NoBasis {
        span: Span,
        what: Message,
    },
    NoRate {
        span: Span,
        name: String,
    },
    NoRequirement {
        span: Span,
        name: String,
    },
    Circle {
        span: Span,
        names: Vec<String>,
    },
    DeemedTwice {
        span: Span,
        name: String,
        first: Span,
    },
    Overlap {
        span: Span,
        first: Span,
    },
    HistoryOrder {
        span: Span,
    },
    ConfirmationPassed {
        span: Span,
        until: String,
    },
    NoTieReading {
        span: Span,
    },
    TooMany {
        span: Span,
        what: Message,
        limit: usize,
    },
    GivenTwice {
        span: Span,
        what: String,
        first: Span,
    },
    PatternCount {
        span: Span,
        found: usize,
        needed: usize,
    },
    NoStageRecords {
        span: Span,
        why: Message,
    },
    /// `ty`: of the column; none: it is the key register's
    NotEachTime {
        span: Span,
        name: String,
        ty: Option<Type>,
    },
    UnusedFact {
        span: Span,
        name: String,
    },
    UnusedDefinition {
        span: Span,
        name: String,
    },
    UnusedReading {
        span: Span,
        name: String,
    },
    UnusedBody {
        span: Span,
        name: String,
    },
    OneOption {
        span: Span,
        name: String,
    },
    ExampleFails {
        span: Span,
        example: String,
        benefit: String,
        expected: Message,
        found: Message,
        /// what the decision says, as `run` would print it; may be empty
        reasons: Message,
    },
    SkipWithoutReason {
        span: Span,
        example: String,
    },
    UnreadableFact {
        span: Span,
        example: String,
        fact: String,
        reason: Message,
        help: Option<Message>,
    },
    /// `more`: how many further examples break it
    PromiseBroken {
        span: Span,
        promise: String,
        example: String,
        example_span: Span,
        more: usize,
    },
}

impl Problem {
    pub fn report(&self) -> Diagnostic {
        match self {
            Problem::UnknownName { span, name, suggestion, spaced } => {
                let diagnostic =
                    Diagnostic::error("N201", *span, format!("没有名为“{name}”的事实、定义或口径"), format!("nothing is named `{name}`"));
                match (spaced, suggestion) {
                    (Some(spaced), _) => diagnostic.help(
                        format!("名称与关键词之间要空一格：{spaced}"),
                        format!("leave blanks between names and keywords: {spaced}"),
                    ),
                    (None, Some(near)) => diagnostic.help(format!("是否要写“{near}”？"), format!("did you mean `{near}`?")),
                    (None, None) => diagnostic.help(
                        "事实要在“名册”中声明；其他名册的栏目写作 名册.栏目",
                        "declare facts in a register; write columns of other registers as `register.column`",
                    ),
                }
            }
            Problem::DuplicateName { span, name, first } => {
                Diagnostic::error("N202", *span, format!("“{name}”重复声明"), format!("`{name}` is declared twice"))
                    .here("这里又声明了一次", "declared again here")
                    .and(*first, "先在这里声明", "first declared here")
                    .help("换一个名称，或删去其中一条", "rename one or remove one")
            }
            Problem::WrongKind { span, name, is, needed } => Diagnostic::error(
                "N203",
                *span,
                format!("“{name}”是{}，这里要写{}", is.zh, needed.zh),
                format!("`{name}` is {}; {} is needed here", is.en, needed.en),
            ),
            Problem::NotAMember { span, name, members, suggestion } => {
                let diagnostic = Diagnostic::error(
                    "N204",
                    *span,
                    format!("“{name}”不在可取的值之中"),
                    format!("`{name}` is not one of the possible values"),
                )
                .here(format!("可取：{}", members.join("、")), format!("possible: {}", members.join(", ")));
                match suggestion {
                    Some(near) => diagnostic.help(format!("是否要写“{near}”？"), format!("did you mean `{near}`?")),
                    None => diagnostic,
                }
            }
            Problem::UnknownBody { span, name, suggestion } => {
                let diagnostic =
                    Diagnostic::error("N205", *span, format!("没有声明机构“{name}”"), format!("no body is named `{name}`"));
                match suggestion {
                    Some(near) => diagnostic.help(format!("是否要写“{near}”？"), format!("did you mean `{near}`?")),
                    None => diagnostic.help(format!("加一行：机构 {name}"), format!("add a line: body {name}")),
                }
            }
            Problem::NoPolicy => Diagnostic::error("N206", Span::default(), "文件里没有“政策”声明", "the file declares no policy")
                .help(
                    "在开头写明：政策 名称 { 文号 \"…\"  施行 自 2023-01-01 }",
                    "begin with: policy NAME { number \"…\"  effective from 2023-01-01 }",
                ),
            Problem::SecondPolicy { span, first } => {
                Diagnostic::error("N206", *span, "一个文件只能有一个“政策”声明", "a file declares one policy only")
                    .here("第二个", "the second")
                    .and(*first, "第一个", "the first")
            }
            Problem::NoKeyRegister { span } => Diagnostic::error("N207", *span, "没有一个名册标出主键", "no register has a key")
                .help(
                    "在一人一行的名册里写：编号 文本 主键",
                    "in the register with one row a person, write: ID text key",
                ),
            Problem::SecondKey { span, first } => Diagnostic::error("N207", *span, "主键只能有一个", "there can be only one key")
                .here("第二个", "the second")
                .and(*first, "第一个", "the first"),
            Problem::Incomparable { left, left_span, right, right_span } => Diagnostic::error(
                "T301",
                *left_span,
                format!("{}不能与{}比较", left.zh(), right.zh()),
                format!("cannot compare {} with {}", left.en(), right.en()),
            )
            .here(format!("这是{}", left.zh()), format!("this is {}", left.en()))
            .and(*right_span, format!("这是{}", right.zh()), format!("this is {}", right.en())),
            Problem::UnitsDoNotMix { left, left_span, right, right_span } => Diagnostic::error(
                "T302",
                *left_span,
                format!("单位不同：{}与{}不能混用", left.zh(), right.zh()),
                format!("units do not mix: {} and {}", left.en(), right.en()),
            )
            .here(format!("这是{}", left.zh()), format!("this is {}", left.en()))
            .and(*right_span, format!("这是{}", right.zh()), format!("this is {}", right.en()))
            .help(
                "按月的金额写“元/月”，一次性的金额写“元”",
                "write monthly amounts in yuan/month and single sums in yuan",
            ),
            Problem::NotACondition { span, found } => Diagnostic::error(
                "T303",
                *span,
                format!("这里要写条件，写的却是{}", found.zh()),
                format!("a condition is needed here, not {}", found.en()),
            )
            .help("用比较写成条件，例如：… 为 …、… 不低于 …", "make it a comparison, such as `… is …` or `… not-below …`"),
            Problem::NotAMonthlyAmount { span, found } => Diagnostic::error(
                "T304",
                *span,
                format!("这里要写每月的金额（元/月），写的却是{}", found.zh()),
                format!("a monthly amount (yuan/month) is needed here, not {}", found.en()),
            )
            .help("例如：80 元/月", "for example: 80 yuan/month"),
            Problem::NoOrder { span, ty } => Diagnostic::error(
                "T305",
                *span,
                format!("{}没有大小先后之分", ty.zh()),
                format!("{} has no order", ty.en()),
            )
            .help(
                "逐个写明：… 属于 一级、二级。例如“四级以上（含四级）”是 一级、二级、三级、四级",
                "name the members instead: `… in 一级、二级`",
            ),
            Problem::MayBeNone { span, fact, guard } => Diagnostic::error(
                "T306",
                *span,
                format!("“{fact}”可能是“无”，没有写明那时怎样"),
                format!("`{fact}` may be none, and nothing says what happens then"),
            )
            .help(
                format!("在同一串条件里写明，例如：{guard} 且 …"),
                format!("say it in the same chain of conditions, for example: {guard} and …"),
            ),
            Problem::NeedsRounding { span, division } => {
                let (zh, en) = if *division {
                    ("除法的结果要写明怎样取整", "a quotient must say how it is rounded")
                } else {
                    ("小数位多于“分”，要写明怎样取整", "this has more decimals than fen; say how it is rounded")
                };
                Diagnostic::error("T307", *span, zh, en)
                    .help("例如：(…) 四舍五入 到 分", "for example: (…) round-half-up to fen")
            }
            Problem::NoSuchPart { span, part, ty } => Diagnostic::error(
                "T308",
                *span,
                format!("{}没有“{part}”这一部分", ty.zh()),
                format!("{} has no part `{part}`", ty.en()),
            )
            .help(
                "身份证号有 出生日期、性别、行政区划；残疾人证号另有 身份证号、类别、等级；日期有 当月、次月、上月；年月有 首日、末日",
                "identity numbers have birth-date, sex, region; card numbers also identity-number, category, level; \
                 dates have this-month, next-month, previous-month; months have first-day, last-day",
            ),
            Problem::WrongOperands { span, what } => Diagnostic::error("T309", *span, what.zh.clone(), what.en.clone()),
            Problem::WrongRelation { span, found, ty, better, better_en } => Diagnostic::error(
                "T310",
                *span,
                format!("“{found}”不用于比较{}", ty.zh()),
                format!("`{found}` does not compare {}", ty.en()),
            )
            .help(format!("写“{better}”"), format!("write `{better_en}`")),
            Problem::NoBasis { span, what } => Diagnostic::error(
                "R401",
                *span,
                format!("{}没有写明依据", what.zh),
                format!("{} cites no clause", what.en),
            )
            .help("加上：依据 附件2·一·1", "add: basis CLAUSE"),
            Problem::NoRate { span, name } => Diagnostic::error(
                "R402",
                *span,
                format!("补贴“{name}”没有金额"),
                format!("benefit `{name}` has no amount"),
            )
            .help("加上：标准 依据 … 80 元/月", "add: rate basis … 80 yuan/month"),
            Problem::NoRequirement { span, name } => Diagnostic::warning(
                "R403",
                *span,
                format!("补贴“{name}”没有任何条件，人人都享受"),
                format!("benefit `{name}` has no requirement; everybody receives it"),
            )
            .help("加上：同时符合 依据 … { … }", "add: all-of basis … { … }"),
            Problem::Circle { span, names } => Diagnostic::error(
                "R404",
                *span,
                format!("定义互相引用成圈：{}", names.join(" → ")),
                format!("definitions go round in a circle: {}", names.join(" -> ")),
            )
            .help("其中一个要改为不引用其他定义", "one of them must stop referring to the others"),
            Problem::DeemedTwice { span, name, first } => {
                Diagnostic::error("R405", *span, format!("“{name}”被视为了两次"), format!("`{name}` is deemed twice"))
                    .here("又在这里视为", "deemed again here")
                    .and(*first, "先在这里", "first here")
                    .help("合并为一条，用 按 { … } 分情形", "merge them into one, with a case table")
            }
            Problem::Overlap { span, first } => Diagnostic::error(
                "R407",
                *span,
                "这一行与前面的行重叠，不知用哪一行",
                "this row overlaps an earlier one",
            )
            .here("重叠的行", "overlaps")
            .and(*first, "前面的行", "the earlier row")
            .help("让各行互不重叠；其余情形写在最后的 _ 行", "keep rows apart; the rest goes into a last row `_`"),
            Problem::HistoryOrder { span } => Diagnostic::error(
                "R408",
                *span,
                "各段的起始日要从早到晚，且不相同",
                "the periods must begin in ascending order on different days",
            ),
            Problem::ConfirmationPassed { span, until } => Diagnostic::warning(
                "R409",
                *span,
                format!("这一标准只确认到 {until}"),
                format!("this rate was confirmed until {until} only"),
            )
            .help("核实现行标准后，改写“确认至”的日期", "verify the rate, then move the date"),
            Problem::NoTieReading { span } => Diagnostic::warning(
                "R410",
                *span,
                "没有声明口径“择高相等”：金额相等时保留其他待遇",
                "no reading 择高相等 is declared: on a tie the other benefit stays",
            )
            .help(
                "加上：口径 择高相等 \"金额相等时如何处理\" { 保留其他待遇  保留本补贴 }",
                "add: reading 择高相等 \"what happens on a tie\" { 保留其他待遇  保留本补贴 }",
            ),
            Problem::TooMany { span, what, limit } => Diagnostic::error(
                "R411",
                *span,
                format!("{}太多，最多 {limit} 个", what.zh),
                format!("too many {}; at most {limit}", what.en),
            ),
            Problem::GivenTwice { span, what, first } => {
                Diagnostic::error("R412", *span, format!("“{what}”写了两次"), format!("`{what}` is given twice"))
                    .here("第二次", "again here")
                    .and(*first, "第一次", "first here")
                    .help("只保留一个", "keep one")
            }
            Problem::PatternCount { span, found, needed } => Diagnostic::error(
                "R413",
                *span,
                format!("这一行有 {found} 个取值，表头有 {needed} 个"),
                format!("this row has {found} values; the table has {needed} subjects"),
            )
            .help("几个表头就用逗号隔开几个取值：一级, 是：90 元/月", "separate the values by commas, one a subject"),
            Problem::NotEachTime { span, name, ty } => {
                let diagnostic = match ty {
                    Some(ty) => Diagnostic::error(
                        "R414",
                        *span,
                        format!("“逐次”要写日期或年月的栏目，“{name}”是{}", ty.zh()),
                        format!("`each-time` needs a date or a month; `{name}` is {}", ty.en()),
                    ),
                    None => Diagnostic::error(
                        "R414",
                        *span,
                        "主键名册一人一行，不能“逐次”",
                        "the key register has one row a person and cannot be `each-time`",
                    ),
                };
                diagnostic.help(
                    "逐次记录写成自己的名册：名册 核查 逐次 核查日 { 核查日 日期 }",
                    "give the records a register of their own: register checks each-time day { day date }",
                )
            }
            Problem::NoStageRecords { span, why } => Diagnostic::error("R420", *span, why.zh.clone(), why.en.clone()).help(
                "例如：名册 办理 { 环节 受理 | 审定  材料 文本 }，程序里写 记录 办理.环节 材料 办理.材料",
                "for example: register handling { step text  papers text }, and in the procedure: \
                 records handling.step documents handling.papers",
            ),
            Problem::UnusedFact { span, name } => Diagnostic::warning(
                "L501",
                *span,
                format!("没有规则用到“{name}”"),
                format!("no rule uses `{name}`"),
            )
            .help("只为备查的栏目，注明“备查”", "mark columns kept only for the record as `recorded`"),
            Problem::UnusedDefinition { span, name } => Diagnostic::warning(
                "L502",
                *span,
                format!("没有规则用到定义“{name}”"),
                format!("no rule uses the definition `{name}`"),
            ),
            Problem::UnusedReading { span, name } => Diagnostic::warning(
                "L503",
                *span,
                format!("没有规则用到口径“{name}”"),
                format!("no rule uses the reading `{name}`"),
            )
            .help("在有关规则上写：当 口径 为 选项", "write on the rule it governs: when READING is OPTION"),
            Problem::UnusedBody { span, name } => Diagnostic::warning(
                "L504",
                *span,
                format!("没有地方提到机构“{name}”"),
                format!("nothing mentions the body `{name}`"),
            ),
            Problem::OneOption { span, name } => Diagnostic::warning(
                "L505",
                *span,
                format!("口径“{name}”不到两种，无可选择"),
                format!("reading `{name}` has fewer than two options"),
            ),
            Problem::ExampleFails { span, example, benefit, expected, found, reasons } => {
                let diagnostic = Diagnostic::error(
                    "X601",
                    *span,
                    format!("用例“{example}”不符：{benefit}应当{}，实为{}", expected.zh, found.zh),
                    format!("example `{example}` fails: {benefit} should be {}, but is {}", expected.en, found.en),
                )
                .here(format!("实为{}", found.zh), format!("it is {}", found.en));
                match reasons.zh.as_str() {
                    "" => diagnostic,
                    _ => diagnostic.help(
                        format!("算得的理由：{}；核实后改规则或改预期", reasons.zh),
                        format!("its reasons: {}; find out which is wrong, the rules or the example", reasons.en),
                    ),
                }
            }
            Problem::SkipWithoutReason { span, example } => Diagnostic::error(
                "X604",
                *span,
                format!("用例“{example}”略过，却没有写原因"),
                format!("example `{example}` is skipped without a reason"),
            )
            .help("写明为什么先不算，例如：略过 \"等区里答复\"", "say why it is not run: skip \"waiting for an answer\""),
            Problem::UnreadableFact { span, example, fact, reason, help } => {
                let (zh, en) = match fact.as_str() {
                    "" => ("有的事实".to_string(), "a fact".to_string()),
                    fact => (format!("“{fact}”"), format!("`{fact}`")),
                };
                let diagnostic = Diagnostic::error(
                    "X603",
                    *span,
                    format!("用例“{example}”的{zh}读不出来：{}", reason.zh),
                    format!("{en} of example `{example}` cannot be read: {}", reason.en),
                );
                match help {
                    Some(help) => diagnostic.help(help.zh.clone(), help.en.clone()),
                    None => diagnostic,
                }
            }
            Problem::PromiseBroken { span, promise, example, example_span, more } => {
                let (zh, en) = match more {
                    0 => (format!("用例“{example}”中"), format!("example `{example}`")),
                    more => (
                        format!("“{example}”等 {} 个用例中", more + 1),
                        format!("example `{example}` and {more} more"),
                    ),
                };
                Diagnostic::error(
                    "X602",
                    *span,
                    format!("断言“{promise}”在{zh}不成立"),
                    format!("promise `{promise}` does not hold in {en}"),
                )
                .here("不成立", "does not hold")
                .and(*example_span, "在这个用例中", "in this example")
            }
        }
    }
}
