//! A page that is called what was typed comes first, however large the site is and however many pages
//! mention it: three thousand titles of laws that contain each other, and the search that a site's
//! readers have.

use crate::support::{put, request};
use mingbai::commands::pipeline;
use std::fmt::Write;

/// What laws are about. Many are part of another one.
const SUBJECTS: &str = "水 水土保持 水污染防治 教育 高等教育 义务教育 职业教育 民办教育促进 诉讼费用 民事诉讼 \
    刑事诉讼 行政诉讼 海事诉讼特别程序 行政许可 行政处罚 行政复议 行政强制 治安管理处罚 公司 证券 证券投资基金 基金 \
    保险 社会保险 商业银行 中国人民银行 银行业监督管理 反洗钱 票据 担保 信托 个人独资企业 合伙企业 企业破产 \
    企业所得税 个人所得税 税收征收管理 车船税 资源税 环境保护税 环境保护 大气污染防治 噪声污染防治 土壤污染防治 \
    海洋环境保护 固体废物污染环境防治 放射性污染防治 劳动 劳动合同 劳动争议调解仲裁 农村土地承包经营纠纷调解仲裁 \
    仲裁 人民调解 公证 律师 法官 检察官 人民警察 消费者权益保护 妇女权益保障 老年人权益保障 未成年人保护 预防未成年人犯罪";

/// Who makes rules of its own for each of them.
const PLACES: &str = "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 \
    福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 \
    陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区";

/// So many pages at least.
const PAGES: usize = 3000;

#[test]
fn of_three_thousand_titles_that_contain_each_other_each_is_found_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let subjects: Vec<&str> = SUBJECTS.split_whitespace().collect();
    put(dir.path(), "content/site.yaml", "title: 法规\nlanguage: zh-Hans\n");
    put(dir.path(), "content/index.md", "---\ntitle: 首页\n---\n");
    let mut queries = String::new();
    let mut pages = 0;
    for (number, subject) in subjects.iter().enumerate() {
        // The law itself is long: every word of it weighs little.
        let articles: String = (1..40).map(|n| rule(number + n, &subjects)).collect();
        page(
            dir.path(),
            &format!("law-{number}"),
            &format!("中华人民共和国{subject}法"),
            &articles,
        );
        for (other, title) in titles(subject).iter().enumerate() {
            // The others are short and full of its name.
            let text = format!("依照{subject}法办理。\n\n{}", rule(other, &subjects));
            page(dir.path(), &format!("rule-{number}-{other}"), title, &text);
            pages += 1;
        }
        writeln!(queries, "- {{query: {subject}法, first: law-{number}}}").unwrap();
    }
    assert!(pages + subjects.len() >= PAGES, "{pages} pages");
    put(dir.path(), "content/tests/search.yaml", &queries);
    let (prepared, tested) = pipeline::test(&request(dir.path())).unwrap();
    let found: Vec<_> = prepared.diagnostics.iter().map(|d| &d.problem).collect();
    assert!(found.is_empty(), "of {tested:?}: {found:?}");
    assert_eq!(tested.queries, subjects.len());
}

/// The numbers of an amendment, as titles have them.
const NUMBERS: &str = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 \
    二十一 二十二 二十三 二十四";

#[test]
fn of_titles_that_differ_by_a_number_each_is_found_however_it_is_typed() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "content/site.yaml", "title: 法规\nlanguage: zh-Hans\n");
    put(dir.path(), "content/index.md", "---\ntitle: 首页\n---\n");
    let mut queries = String::new();
    let mut first = |query: &str, id: &str| {
        writeln!(queries, "- {{query: {query}, first: {id}}}").unwrap();
    };
    for (n, number) in (1..).zip(NUMBERS.split_whitespace()) {
        let (law, year) = (format!("amendment-{n}"), 2000 + n);
        // Half of the titles have their numbers in digits.
        let written = if n % 2 == 0 { n.to_string() } else { number.to_owned() };
        page(dir.path(), &law, &format!("中华人民共和国刑法修正案（{written}）"), "修改刑法。");
        let others = ["释义", "新旧对照表", "修改了什么"];
        for (other, after) in others.iter().enumerate() {
            let title = format!("《中华人民共和国刑法修正案（{number}）》{after}");
            page(dir.path(), &format!("about-{n}-{other}"), &title, "刑法修正案。");
        }
        for typed in [
            format!("（{number}）"),
            format!("({number})"),
            format!("（{n}）"),
            format!("({n})"),
            number.to_owned(),
            n.to_string(),
            format!(" {number}"),
            format!(" {n}"),
        ] {
            first(&format!("刑法修正案{typed}"), &law);
        }
        let company = format!("company-{n}");
        page(dir.path(), &company, &format!("中华人民共和国公司法（{year}修正）"), "修改公司法。");
        page(
            dir.path(),
            &format!("{company}-about"),
            &format!("公司法（{year}修正）条文释义与适用指南"),
            "公司法。",
        );
        for typed in [
            format!("（{year}修正）"),
            format!("({year}修正)"),
            format!("{year}修正"),
            year.to_string(),
            format!(" {year}"),
        ] {
            first(&format!("公司法{typed}"), &company);
        }
    }
    put(dir.path(), "content/tests/search.yaml", &queries);
    let (prepared, tested) = pipeline::test(&request(dir.path())).unwrap();
    let found: Vec<_> = prepared.diagnostics.iter().map(|d| &d.problem).collect();
    assert!(found.is_empty(), "{} of {tested:?}: {found:#?}", found.len());
}

fn page(root: &std::path::Path, id: &str, title: &str, text: &str) {
    put(
        root,
        &format!("content/strategies/{id}.md"),
        format!("---\ntitle: {title}\ntags: []\nneeds: []\ncannot_do: 无\n---\n\n{text}\n"),
    );
}

/// What else is called after a law.
fn titles(subject: &str) -> Vec<String> {
    let law = format!("{subject}法");
    let mut titles: Vec<String> = PLACES
        .split_whitespace()
        .map(|place| format!("{place}实施《中华人民共和国{law}》办法"))
        .collect();
    for after in [
        "实施条例",
        "实施细则",
        "释义",
        "若干问题的规定",
        "宣传月活动方案",
        "修正案草案说明",
        "配套规定目录",
    ] {
        titles.push(format!("中华人民共和国{law}{after}"));
    }
    for before in [
        "关于适用",
        "关于修改",
        "关于实施",
        "全国人大常委会关于",
        "关于学习宣传",
        "关于贯彻落实",
        "国务院关于",
        "关于废止",
        "关于施行",
        "如何理解",
    ] {
        titles.push(format!("{before}《中华人民共和国{law}》的决定"));
    }
    titles
}

/// A sentence of law that mentions others.
fn rule(n: usize, subjects: &[&str]) -> String {
    let other = |k: usize| subjects[(n * 7 + k * 13) % subjects.len()];
    format!(
        "第{n}条 违反{}法、{}法规定的，由主管部门责令改正，依照{}法处罚。\n\n",
        other(1),
        other(2),
        other(3)
    )
}
