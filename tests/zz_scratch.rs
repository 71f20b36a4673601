use std::time::Instant;
#[test]
fn timing() {
    let source = include_str!("../policies/wulong-2023.pol");
    let t = Instant::now();
    let parsed = polcheck::syntax::parse(source);
    eprintln!("parse {:?} problems {}", t.elapsed(), parsed.problems.len());
    let t = Instant::now();
    let checked = polcheck::check::check(&parsed.file);
    eprintln!("check {:?} problems {}", t.elapsed(), checked.problems.len());
    let t = Instant::now();
    let plan = polcheck::plan::compile(checked.policy.unwrap(), source, &[]).unwrap();
    eprintln!("compile {:?} slots {} steps {} deciding {}", t.elapsed(), plan.slots.len(), plan.steps.len(), plan.deciding);
    let t = Instant::now();
    let problems = polcheck::testing::run_examples(&plan);
    eprintln!("examples {:?} {}", t.elapsed(), problems.len());
    let t = Instant::now();
    let text = polcheck::format::format(source, &parsed.file, polcheck::diagnostic::Lang::Zh);
    eprintln!("format {:?} same {}", t.elapsed(), text == source);
    let t = Instant::now();
    let broken = format!("{source}\n乙");
    let parsed = polcheck::syntax::parse(&broken);
    eprintln!("broken parse {:?} problems {}", t.elapsed(), parsed.problems.len());
    let t = Instant::now();
    let csv = "编号,姓名,身份证号,残疾人证号,户籍区县,乡镇街道,残疾等级,证件状态,证件有效期止,低保,特困供养,孤儿,工伤生活护理费,事实无人抚养,高龄津贴,养老服务补贴,离休护理费,因公致残生活补贴,因公致残护理补贴,伤残抚恤,刑种,服刑场所,判决生效日,刑满日,死亡日期,就学迁户,原户籍区县\n1,张三,500232196003150029,50023219600315002941,武隆区,凤山街道,一级,有效,2030-06-30,是,否,否,否,无,0,0,0,0,0,0,无,无,,,,否,\n";
    let batch = polcheck::cases::read(&plan, "a.csv", csv.as_bytes(), polcheck::cases::Format::Csv).unwrap();
    eprintln!("read {:?} {:?}", t.elapsed(), batch.findings);
    let t = Instant::now();
    let days = polcheck::calendar::days_in_force(&plan.policy, "2023-03".parse().unwrap()).unwrap();
    let d = polcheck::batch::decide(&plan, &batch.cases, days);
    eprintln!("decide {:?}", t.elapsed());
    let t = Instant::now();
    let mut decider = polcheck::calendar::Decider::new(&plan);
    decider.decide(&batch.cases[0].facts, days.0, days.1);
    eprintln!("decider {:?}", t.elapsed());
    for b in &d[0].benefits { for r in &b.reasons { eprintln!("{}", r.text(polcheck::diagnostic::Lang::Zh)); } }
}
