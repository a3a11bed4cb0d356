//! What keeps a decision flow from leading its readers somewhere. Whether one can be walked at all is looked
//! at on every site; whether it is short and ends in something to do, in the profile `guidance`.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

rules! {
    /// Something about a decision flow.
    pub enum FlowRule {
        MixedAnswers => {
            code: "flow-mixed-answers",
            level: Level::Error,
            finds: "an answer list with something else in it than one link an item: the step would be no question",
            says: words!(
                "this item is more than one link, so that none of the list is an answer",
                "这一项不只是一个链接，整个列表就都不是选项",
            ),
            help: words!(
                "leave one link to each item; anything else goes above the list or below its step's heading",
                "每项只留一个链接；别的话写到列表前面，或者写到那一步里",
            ),
        }
        Unreachable => {
            code: "flow-unreachable",
            level: Level::Error,
            finds: "a step that nothing leads to from the first one",
            says: words!("nothing leads to this step", "没有哪一步通到这里"),
            help: words!(
                "give a question an answer that leads here, or remove the step",
                "在某个问题里加一个通到这里的选项，或者删掉这一步",
            ),
        }
        Circle { through: String } => {
            code: "flow-circle",
            level: Level::Error,
            finds: "an answer that leads back to a question that was answered",
            says: words!(
                "this answer leads round in a circle: {through}",
                "这个选项会绕回原处：{through}",
            ),
            help: words!(
                "lead on to another step; every page has a link that starts again",
                "改成通到别的步骤；页面上本来就有“从头再来”",
            ),
        }
        DeadEnd { answer: bool } => {
            code: "flow-dead-end",
            level: Level::Error,
            finds: "an answer that leads to no step and no page; a step with nothing in it; a flow without a step",
            says: match answer {
                true => words!(
                    "this answer leads to no step and to no page",
                    "这个选项既不通到一步，也不通到一页",
                ),
                false => words!("the way ends here with nothing to read", "走到这里什么都没有"),
            },
            help: match answer {
                true => words!("lead to a heading, `#id`, or to a page", "通到一个标题 `#id`，或者一页"),
                false => words!(
                    "write what to do under a heading, or answers that lead on",
                    "在标题下面写怎么做，或者写通到下一步的选项",
                ),
            },
        }
        Outcome => {
            code: "flow-outcome",
            level: Level::Error,
            finds: "an outcome without a next page, contact or letter",
            says: words!(
                "this outcome names no page, contact or letter to go on with",
                "这个结果没有给出下一步的页面、电话或信件",
            ),
            help: words!(
                "add `[[page]]` or `<contact:id>`",
                "加上 `[[页面]]` 或者 `<contact:号码>`",
            ),
        }
        ManyAnswers { count: usize, limit: usize } => {
            code: "flow-many-answers",
            level: Level::Warning,
            finds: "more than 5 answers",
            says: words!(
                "the question has {count} answers; more than {limit} are hard to choose from",
                "这个问题有 {count} 个选项，超过 {limit} 个不好选",
            ),
            help: words!("ask in two steps", "分成两步来问"),
        }
        LongAnswer { length: usize, limit: usize } => {
            code: "flow-long-answer",
            level: Level::Warning,
            finds: "an answer of more than 20 characters (words, in scripts that have them)",
            says: words!(
                "the answer has {length} characters; {limit} are enough",
                "这个选项有 {length} 个字，最好不超过 {limit} 个",
            ),
        }
        Deep { depth: usize, limit: usize } => {
            code: "flow-depth",
            level: Level::Warning,
            finds: "a way of more than 7 steps",
            says: words!(
                "a reader comes here after {depth} steps; more than {limit} are too many",
                "走到这里要 {depth} 步，超过 {limit} 步太多",
            ),
            help: words!("lead to a page earlier", "早一点通到一页"),
        }
    }
}
