//! Whom an edit can touch: every case there can be, by regions.

use super::edit::benefits_kept;
use super::lines::{self, Line};
use crate::calendar::Decision;
use crate::diagnostic::Message;
use crate::eval::Evaluation;
use crate::explain::{conditions, name_of, outside};
use crate::plan::{NodeId, Plan};
use crate::region::{Constraint, Form, Leaf, Limits, Literals, Open, Region, Space, View, explore, views};
use crate::value::{Day, Month, Value};

/// The exact account of what an edit changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// for each benefit of either version, in the new policy's order, then those only the old one has
    pub benefits: Vec<BenefitImpact>,
    /// what changes: directly before 连带, the most general first
    pub lines: Vec<ImpactLine>,
    /// regions of which nothing could be proved
    pub undecided: Vec<Undecided>,
    /// how many regions were told apart
    pub regions: usize,
    /// the first and last day compared, where the versions are not in force at the same time: only the days on
    /// which both are
    pub days: Option<(Day, Option<Day>)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BenefitImpact {
    pub name: String,
    pub verdict: Verdict,
    /// what all of its lines require, told once; the lines have only what sets them apart
    pub common: Vec<Message>,
}

/// What an edit does to a benefit, over all possible cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 等价: proved to be the same for every case
    Equivalent,
    /// 只增
    OnlyMore,
    /// 只减
    OnlyLess,
    /// 有增有减
    MoreAndLess,
    /// 未能判定: some region could not be decided
    Undecided,
}

/// How the amount of a benefit changes in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// from nothing to something
    Gain,
    More,
    Less,
    /// from something to nothing
    Loss,
}

impl Direction {
    pub fn is_more(self) -> bool {
        matches!(self, Direction::Gain | Direction::More)
    }
}

/// Cases that an edit changes in one and the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactLine {
    pub benefit: String,
    /// in the policy's words; all of them hold, and those that are common to the benefit's lines
    pub conditions: Vec<Message>,
    /// `90 元/月`, `不享受`, or a formula
    pub before: Message,
    pub after: Message,
    pub direction: Direction,
    /// the edit works here only through another rule (择高, 补差, 封顶)
    pub knock_on: bool,
    pub witness: Witness,
}

/// A case that shows a change, checked by the ordinary run.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    pub day: Day,
    pub month: Month,
    /// header and text of each fact, as a wide sheet has them
    pub cells: Vec<(String, String)>,
    pub before: Decision,
    pub after: Decision,
}

/// A region of which nothing could be proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided {
    pub benefit: String,
    /// the expression that stands in the way, in the policy's words
    pub expression: String,
    pub conditions: Vec<Message>,
}

/// The regions behind an [`Impact`], to find out where cases lie.
#[derive(Debug)]
pub struct Atlas<'p> {
    /// for each benefit of the impact
    sheets: Vec<(Space, Vec<View<'p>>)>,
    /// for each line the benefit, what sets it apart, and what is paid before and after
    lines: Vec<(usize, Literals, [Form; 2])>,
}

/// What an edit does in a region.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Effect {
    Same,
    Changed {
        before: Form,
        after: Form,
        direction: Direction,
        knock_on: bool,
        in_force: [bool; 2],
    },
    /// a value that nothing settles, and whether the new version asks for it
    Open {
        node: NodeId,
        is_new: bool,
    },
}

/// A benefit in the versions that have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct BothVersions<'p> {
    pub(super) old: Option<(&'p Plan, usize)>,
    pub(super) new: Option<(&'p Plan, usize)>,
    /// both versions combine benefits by the same rules
    pub(super) same_rules: bool,
}

/// Everything that an edit changes, over all possible cases.
pub fn impact<'p>(old: &'p Plan, new: &'p Plan, limits: Limits) -> (Impact, Atlas<'p>) {
    let mut impact = Impact {
        benefits: Vec::new(),
        lines: Vec::new(),
        undecided: Vec::new(),
        regions: 0,
        days: days_compared(old, new),
    };
    let mut atlas = Atlas { sheets: Vec::new(), lines: Vec::new() };
    for (at, (name, both)) in versions(old, new).into_iter().enumerate() {
        let (of_old, of_new) = (nodes(both.old), nodes(both.new));
        let (mut space, mut views) = views(&[(old, of_old.as_slice()), (new, of_new.as_slice())]);
        let (leaves, is_complete) = both.explore(&mut space, &mut views, &Literals::none(), limits);
        impact.regions += leaves.len();
        let mut undecided = Vec::new();
        if !is_complete {
            undecided.push(Undecided {
                benefit: name.to_string(),
                expression: format!("{} 个区域还没有看完", limits.regions),
                conditions: Vec::new(),
            });
        }
        for leaf in &leaves {
            if let Effect::Open { node, is_new } = leaf.label {
                let expression = name_of(if is_new { new } else { old }, node);
                let conditions = conditions(&space, &leaf.literals.simplified(&space));
                undecided.push(Undecided { benefit: name.to_string(), expression, conditions });
            }
        }
        let found = lines::lines(both, &mut space, &mut views, leaves, limits);
        undecided.extend(found.unproved.iter().map(|literals| Undecided {
            benefit: name.to_string(),
            expression: outside(&space, literals).unwrap_or_default(),
            conditions: conditions(&space, literals),
        }));
        let verdict = verdict(&found.lines, !undecided.is_empty());
        let mut found = found;
        let common = lines::common(&mut found.lines);
        impact.benefits.push(BenefitImpact { name: name.to_string(), verdict, common });
        impact.undecided.extend(undecided);
        for Line { literals, amounts, line } in found.lines {
            atlas.lines.push((at, literals, amounts));
            impact.lines.push(ImpactLine { benefit: name.to_string(), ..line });
        }
        atlas.sheets.push((space, views));
    }
    (impact, atlas)
}

/// Whether two versions decide every case alike.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    Equivalent,
    /// the benefit, and a case that it comes out differently for
    Differs(String, Box<Witness>),
    /// what stands in the way
    Undecided(String),
}

/// Proves that two versions decide every case alike, or finds a case that they do not.
pub fn prove(old: &Plan, new: &Plan, limits: Limits) -> Proof {
    let mut proof = Proof::Equivalent;
    for (name, both) in versions(old, new) {
        let (of_old, of_new) = (nodes(both.old), nodes(both.new));
        let (mut space, mut views) = views(&[(old, of_old.as_slice()), (new, of_new.as_slice())]);
        let mut explorer = explore(&mut space, &mut views, &Literals::none(), limits, |views, space, region| {
            both.effect(views, space, region)
        });
        while let Some(leaf) = explorer.next() {
            match &leaf.label {
                Effect::Same => {}
                Effect::Open { node, is_new } => {
                    proof = Proof::Undecided(name_of(if *is_new { new } else { old }, *node));
                }
                Effect::Changed { .. } => {
                    let (space, views) = explorer.parts();
                    match lines::line(both, space, views, &leaf.literals, &leaf) {
                        Some(line) => return Proof::Differs(name, Box::new(line.witness)),
                        None => proof = Proof::Undecided(outside(space, &leaf.literals).unwrap_or_default()),
                    }
                }
            }
        }
        if !explorer.is_complete() {
            proof = Proof::Undecided(format!("{} 个区域还没有看完", limits.regions));
        }
    }
    proof
}

/// The benefits of either version: those of the new one in its order, each with what it was, then those that only
/// the old one has.
fn versions<'p>(old: &'p Plan, new: &'p Plan) -> Vec<(String, BothVersions<'p>)> {
    let kept = benefits_kept(old, new);
    let same_rules = combinations(old) == combinations(new);
    let name = |plan: &Plan, benefit: usize| {
        plan.policy.benefits.get(benefit).map(|benefit| benefit.name.clone()).unwrap_or_default()
    };
    let of_new = (0..new.benefits.len()).map(|benefit| {
        let was = kept.iter().position(|kept| *kept == Some(benefit));
        let both = BothVersions { old: was.map(|was| (old, was)), new: Some((new, benefit)), same_rules };
        (name(new, benefit), both)
    });
    let gone =
        kept.iter().enumerate().filter(|(_, kept)| kept.is_none()).map(|(benefit, _)| {
            (name(old, benefit), BothVersions { old: Some((old, benefit)), new: None, same_rules })
        });
    of_new.chain(gone).collect()
}

fn verdict(lines: &[Line], has_undecided: bool) -> Verdict {
    let more = lines.iter().any(|line| line.line.direction.is_more());
    let less = lines.iter().any(|line| !line.line.direction.is_more());
    match (more, less) {
        (true, true) => Verdict::MoreAndLess,
        _ if has_undecided => Verdict::Undecided,
        (true, false) => Verdict::OnlyMore,
        (false, true) => Verdict::OnlyLess,
        (false, false) => Verdict::Equivalent,
    }
}

/// The nodes that an account of a benefit needs: what is paid, and its amount before it is combined with others.
fn nodes(benefit: Option<(&Plan, usize)>) -> Vec<NodeId> {
    let found = benefit.and_then(|(plan, benefit)| plan.benefits.get(benefit));
    found.map(|benefit| vec![benefit.payable, benefit.amount]).unwrap_or_default()
}

/// How a policy combines benefits, written out.
fn combinations(plan: &Plan) -> Vec<String> {
    let policy = &plan.policy;
    let names = |benefits: &[usize]| {
        let names = benefits.iter().filter_map(|benefit| policy.benefits.get(*benefit));
        names.map(|benefit| benefit.name.as_str()).collect::<Vec<_>>().join("+")
    };
    let formula = |nodes: &[NodeId]| nodes.iter().map(|node| plan.canonical(*node)).collect::<Vec<_>>().join(" | ");
    let mut found: Vec<String> = Vec::new();
    for (rule, nodes) in policy.higher_ofs.iter().zip(&plan.higher_ofs) {
        let mut others: Vec<NodeId> = nodes.others.clone();
        others.insert(0, nodes.when);
        found.push(format!("higher {} {}", names(&rule.benefits), formula(&others)));
    }
    for (rule, (when, other)) in policy.top_ups.iter().zip(&plan.top_ups) {
        found.push(format!("top-up {} {}", names(&rule.benefits), formula(&[*when, *other])));
    }
    for (rule, (when, limit)) in policy.caps.iter().zip(&plan.caps) {
        found.push(format!("cap {} {}", names(&rule.benefits), formula(&[*when, *limit])));
    }
    found.extend(plan.contests.iter().map(|contest| format!("tie {}", contest.keep_ours)));
    found.sort();
    found
}

impl<'p> BothVersions<'p> {
    /// All regions, each with what the edit does there.
    pub(super) fn explore(
        self,
        space: &mut Space,
        views: &mut [View<'p>],
        within: &Literals,
        limits: Limits,
    ) -> (Vec<Leaf<Effect>>, bool) {
        let mut explorer =
            explore(space, views, within, limits, |views, space, region| self.effect(views, space, region));
        let leaves = explorer.by_ref().collect();
        let is_complete = explorer.is_complete();
        (leaves, is_complete)
    }

    /// Whether the edit does the same to every case for which some constraints hold; takes the regions looked at off
    /// what is left of some limits.
    pub(super) fn is_uniform(
        self,
        space: &mut Space,
        views: &mut [View<'p>],
        within: &Literals,
        effect: &Effect,
        most: usize,
        left: &mut Limits,
    ) -> bool {
        let limits = Limits { regions: left.regions.min(most) };
        let mut explorer =
            explore(space, views, within, limits, |views, space, region| self.effect(views, space, region));
        let is_same = explorer.by_ref().all(|leaf| leaf.label == *effect);
        left.regions -= limits.regions - explorer.left();
        is_same && explorer.is_complete()
    }

    /// What the edit does in a region, or on what to split it.
    fn effect(self, views: &[View<'p>], space: &mut Space, region: &Region) -> Result<Effect, Constraint> {
        let [old, new] = views else { return Ok(Effect::Same) };
        let paid = |benefit: Option<(&'p Plan, usize)>| benefit.and_then(|(plan, benefit)| plan.benefits.get(benefit));
        let mut amounts = [Form::constant(0), Form::constant(0)];
        let mut in_force = [true, true];
        for (is_new, ((amount, in_force), (view, benefit))) in
            amounts.iter_mut().zip(&mut in_force).zip([(old, paid(self.old)), (new, paid(self.new))]).enumerate()
        {
            let Some(benefit) = benefit else { continue };
            // outside its time a policy decides nothing
            *in_force = is_in_force(view.plan(), space, region)?;
            if !*in_force {
                continue;
            }
            match view.amount(space, region, benefit.payable) {
                Ok(form) => *amount = form,
                Err(Open::Split(split)) => return Err(split),
                Err(Open::Stuck(node)) => return Ok(Effect::Open { node, is_new: is_new == 1 }),
            }
        }
        let [before, after] = amounts;
        let Some(difference) = after.minus(&before) else {
            let too_large =
                [(self.old, false), (self.new, true)].into_iter().find_map(|(of, is_new)| Some((paid(of)?, is_new)));
            return Ok(
                too_large.map_or(Effect::Same, |(benefit, is_new)| Effect::Open { node: benefit.payable, is_new })
            );
        };
        let reaches = |form: &Form, least: i64| {
            let constraint = Constraint::AtLeast(form.clone(), least);
            region.says(space, &constraint).ok_or(constraint)
        };
        let is_more = reaches(&difference, 1)?;
        if !is_more && reaches(&difference, 0)? {
            return Ok(Effect::Same);
        }
        let (had, has) = (reaches(&before, 1)?, reaches(&after, 1)?);
        let direction = match (had, has) {
            (false, true) => Direction::Gain,
            (true, false) => Direction::Loss,
            _ if is_more => Direction::More,
            _ => Direction::Less,
        };
        // one number stands for a form that can only be that number
        let plain = |form: Form| {
            let range = region.range(space, &form);
            if range.is_known() { Form::constant(range.lo) } else { form }
        };
        let (before, after) = (plain(before), plain(after));
        let own = match (paid(self.old), paid(self.new)) {
            (Some(one), Some(two)) => Some((old.value(one.amount), new.value(two.amount))),
            _ => None,
        };
        let entitled = |amount: crate::value::Value| amount.hi > 0;
        let knock_on = self.same_rules
            && in_force == [true, true]
            && own.is_some_and(|(one, two)| {
                one == two || matches!(direction, Direction::Gain | Direction::Loss) && entitled(one) && entitled(two)
            });
        Ok(Effect::Changed { before, after, direction, knock_on, in_force })
    }
}

/// The days on which both versions are in force, where these are not all days of either; none where there is no such day.
fn days_compared(old: &Plan, new: &Plan) -> Option<(Day, Option<Day>)> {
    let (one, two) = (&old.policy.header, &new.policy.header);
    let same = (one.effective_from, one.effective_until) == (two.effective_from, two.effective_until);
    let from = one.effective_from.max(two.effective_from).map(Day::from_date)?;
    let until = [one.effective_until, two.effective_until].into_iter().flatten().min().map(Day::from_date);
    (!same && until.is_none_or(|until| from <= until)).then_some((from, until))
}

/// Whether a policy is in force on the days of a region.
fn is_in_force(plan: &Plan, space: &Space, region: &Region) -> Result<bool, Constraint> {
    let header = &plan.policy.header;
    let from = header.effective_from.map(|date| Constraint::AtLeast(Form::of(space.today), Day::from_date(date).0));
    let after =
        header.effective_until.map(|date| Constraint::AtLeast(Form::of(space.today), Day::from_date(date).0 + 1));
    for (bound, inside) in [(from, true), (after, false)] {
        if let Some(bound) = bound
            && region.says(space, &bound).ok_or(bound)? != inside
        {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Atlas<'_> {
    /// What a case, evaluated on a day under both versions, is paid before and after (fen a month), where it lies in a
    /// line's region; nothing where it does not.
    pub fn amounts(&self, line: usize, old: &Evaluation<'_>, new: &Evaluation<'_>) -> Option<[Value; 2]> {
        let (benefit, literals, amounts) = self.lines.get(line)?;
        let (space, views) = self.sheets.get(*benefit)?;
        let case = Region::of_case(space, views, &[old, new]);
        literals.contain(space, &case).then(|| amounts.each_ref().map(|form| case.range(space, form)))
    }

    /// Whether a case, evaluated on a day under both versions, lies in a line's region.
    pub fn covers(&self, line: usize, old: &Evaluation<'_>, new: &Evaluation<'_>) -> bool {
        self.amounts(line, old, new).is_some()
    }
}
