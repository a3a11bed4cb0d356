"""Made-up guides in Chinese, the same text in every generator's own layout.

    python3 benches/peers/corpus.py 1000 /tmp/guides

Every guide follows from the seed and its number alone, so that two runs measure the same. Sentences are put
together from lists of words and mean nothing. What matters is their shape: some 1,250 characters a guide,
headings, a table, a list, links to other guides, three to six of 200 tags of which few are frequent, code in
one of twenty.
"""

import argparse
import itertools
import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

SEED = 20261128
TAGS = 200
GENERATORS = ("mingbai", "hugo", "zola", "mdbook", "eleventy")

# A folder of guides, what it is called, how many of all are in it.
FOLDERS = [("platforms", "平台", 7), ("methods", "催收方式", 4), ("rights", "权利", 4), ("strategies", "怎么办", 5)]

# Words by their part in a sentence; the first of each list are the most frequent.
WORDS = {
    "who": "借款人 持卡人 家人 朋友 同事 担保人 学生 店主 骑手 新市民 老人 律师 调解员 客服".split(),
    "where": "平台 银行 催收公司 消费金融公司 信用卡中心 小额贷款公司 助贷机构 法院 调解中心 征信中心 派出所 仲裁委 保险公司 电商 商城".split(),
    "thing": "合同 还款计划 账单 利率 罚息 服务费 担保费 会员费 流水 录音 截图 短信 通知 证据 征信记录 额度 本金 利息 凭证 授权 "
             "通讯录 隐私政策 申请表 回执 传票 判决书 调解书 委托书 清单 结清证明 收支表 预算 期限 分期方案 减免方案 宽限期 账户 代扣协议 函件 编号".split(),
    "act": "核对 保存 提交 申请 投诉 拒绝 协商 记录 整理 打印 查询 计算 说明 要求 撤回 解除 签收 回复 告知 调解 转让 委托 登记 备份 "
           "评估 偿还 结清 延期 推迟 取消 复制 比较 询问 修改 关闭 分享".split(),
    "how": "先 再 尽快 书面 当面 逐项 完整地 如实 定期 单独 全程 谨慎地 主动 及时".split(),
    "when": "当天 次日 三天内 一周内 还款日前 月底 签字前 收到通知后 开庭前 通话时 工作时间 周末 逾期以后".split(),
    "worry": "电话轰炸 上门 威胁 冒充 泄露信息 重复扣款 虚假宣传 捆绑销售 变相收费 骚扰家人 诱导借款 伪造文书".split(),
    "size": "三千元 五千元 八千元 一万元 2万元 5万元 三成 一半 24% 15.4% 六期 12期 24期".split(),
    "sort": "流程 规则 方法 步骤 要点 误区 条件 标准 后果 底线 细节 成本 风险 期限".split(),
    "place": "北京 上海 广州 深圳 杭州 成都 重庆 武汉 南京 西安 长沙 郑州".split(),
}
SENTENCES = """{how}{act}{thing}，{when}再{act}{thing}。
{who}在{when}向{where}{act}{thing}，并且{how}{act}{thing}。
如果{where}在{when}没有答复，{who}可以向{where}{act}。
遇到{worry}时不要着急，先{act}{thing}，{how}{act}{thing}。
{thing}和{thing}是两回事：前者由{where}{act}，后者要{who}自己{act}。
以{place}为例，{who}欠{size}，{where}要求{act}{thing}，最后{act}了{thing}。
超过{size}的部分，{who}可以要求{where}{act}，也可以{act}{thing}。
把{thing}、{thing}和{thing}放在一起，{how}{act}，以后{act}会省力。
从{sort}上看，{where}更看重{thing}，{who}更关心能不能{act}{thing}。
有人问：{thing}会不会影响{thing}？要看{where}有没有{act}过{thing}。
每月留出{size}，其余按{sort}依次{act}，直到{thing}{act}完为止。
通话要说清姓名、时间和{thing}，结束后马上{act}{thing}。""".split("\n")
HEADINGS = "什么是{thing} {thing}的{sort} 怎样{act}{thing} 遇到{worry}怎么办 {when}要做什么 {where}为什么要{act}{thing} {thing}与{thing}".split()
TITLES = "{where}的{thing}怎样{act} 遇到{worry}怎么办 {thing}和{thing}的{sort} {when}如何{act}{thing} {place}{where}的{thing}".split()
CODE = """```python
def rate(principal, payment, months=12):
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        value = sum(payment / (1 + middle) ** month for month in range(1, months + 1))
        low, high = (middle, high) if value > principal else (low, middle)
    return low * 12

print(rate(%d, %d))
```"""


def falling(count, power):
    """Weights of which the first are the heaviest, summed up."""
    return list(itertools.accumulate((rank + 1) ** -power for rank in range(count)))


WEIGHTS = {part: falling(len(words), 0.6) for part, words in WORDS.items()}
NAMES = [f"{a}{b}" for a in WORDS["thing"] for b in WORDS["sort"]]
TAG_NAMES = random.Random(SEED).sample(NAMES, TAGS)
TAG_WEIGHTS = falling(TAGS, 1.0)


class Slots(dict):
    """The words of one sentence, chosen when they are asked for."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    def __missing__(self, part):
        return self.chance.choices(WORDS[part], cum_weights=WEIGHTS[part])[0]


def fill(chance, template):
    return template.format_map(Slots(chance))


class Guide:
    """What is known of a guide without its text."""

    def __init__(self, number):
        chance = random.Random(SEED * 1_000_003 + number)
        self.number = number
        self.folder = chance.choices([f[0] for f in FOLDERS], [f[2] for f in FOLDERS])[0]
        self.slug = f"guide-{number:06}"
        self.title = fill(chance, chance.choice(TITLES))
        self.description = fill(chance, chance.choice(SENTENCES))
        wanted = chance.randint(3, 6)
        self.tags = []
        while len(self.tags) < wanted:
            tag = chance.choices(TAG_NAMES, cum_weights=TAG_WEIGHTS)[0]
            self.tags += [tag] if tag not in self.tags else []
        self.date = date(2022, 1, 1) + timedelta(days=chance.randrange(1600))
        self.updated = self.date + timedelta(days=chance.randrange(120))


def body(number, guides, link):
    """A guide's Markdown; `link` writes a link to another guide."""
    chance = random.Random(SEED * 2_000_003 + number)
    length = min(4000, max(600, 1550 * chance.lognormvariate(-0.06, 0.4)))
    wrapped = chance.random() < 0.3

    def paragraph():
        sentences = [fill(chance, chance.choice(SENTENCES)) for _ in range(chance.randint(1, 4))]
        first, comma, rest = sentences[0].partition("，")
        if comma and chance.random() < 0.5:
            sentences[0] = f"**{first}，**{rest}"
        return ("\n" if wrapped else "").join(sentences)

    def table():
        rows = [[fill(chance, f"{{{part}}}") for part in ("thing", "when", "where", "size")] for _ in range(4)]
        return "\n".join(["| 项目 | 时间 | 找谁 | 多少 |", "|---|---|---|---:|", *("| " + " | ".join(row) + " |" for row in rows)])

    def points():
        items = [fill(chance, "**{thing}**：{how}{act}，避免{worry}。") for _ in range(chance.randint(3, 5))]
        return "\n".join(f"- {item}" for item in items)

    def links():
        others = [guides[chance.randrange(len(guides))] for _ in range(chance.randint(2, 4))]
        return "也可以看" + "、".join(link(other) for other in others) + "。"

    def code():
        return CODE % (chance.randrange(3, 90) * 1000, chance.randrange(3, 90) * 100)

    extra = [table, points, links] + [code] * (chance.random() < 0.05)
    blocks = [paragraph()]
    while sum(map(len, blocks)) < length or extra:
        level = "##" if len(blocks) < 3 or chance.random() < 0.6 else "###"
        blocks += [f"{level} {fill(chance, chance.choice(HEADINGS))}", paragraph(), paragraph()]
        if extra:
            blocks.append(extra.pop(0)())
    return "\n\n".join(blocks) + "\n"


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def yaml(guide, updated="updated"):
    tags = "".join(f"\n  - {quoted(tag)}" for tag in guide.tags)
    return (f"---\ntitle: {quoted(guide.title)}\ndescription: {quoted(guide.description)}\ntags:{tags}\n"
            f"date: {guide.date}\n{updated}: {guide.updated}\n---\n\n")


def toml(guide):
    return (f"+++\ntitle = {quoted(guide.title)}\ndescription = {quoted(guide.description)}\ndate = {guide.date}\n"
            f"updated = {guide.updated}\n[taxonomies]\ntags = {quoted(guide.tags)}\n+++\n\n")


# Of each generator: its folder of texts, a guide's front matter, and where a link to another guide leads.
LAYOUTS = {
    "mingbai": ("content", yaml, "../{0.folder}/{0.slug}.md"),
    "hugo": ("content", lambda guide: yaml(guide, "lastmod"), "/{0.folder}/{0.slug}/"),
    "zola": ("content", toml, "@/{0.folder}/{0.slug}.md"),
    "mdbook": ("src", lambda guide: f"# {guide.title}\n\n", "../{0.folder}/{0.slug}.md"),
    "eleventy": ("content", yaml, "/{0.folder}/{0.slug}/"),
}


def around(generator, guides, texts):
    """What a generator wants besides the guides."""
    if generator == "mingbai":
        (texts / "site.yaml").write_text("title: 样本\nbase_url: https://example.org/\nlanguage: zh-Hans\n")
        (texts / "index.md").write_text("---\ntitle: 首页\n---\n")
    if generator in ("hugo", "zola"):
        begin, equals = ("---", ": ") if generator == "hugo" else ("+++", " = ")
        order = '\nsort_by = "date"' if generator == "zola" else ""
        (texts / "_index.md").write_text(f'{begin}\ntitle{equals}"首页"\n{begin}\n')
        for folder, name, _ in FOLDERS:
            (texts / folder).mkdir(parents=True, exist_ok=True)
            (texts / folder / "_index.md").write_text(f'{begin}\ntitle{equals}"{name}"{order}\n{begin}\n')
    if generator == "mdbook":
        lines = ["# 目录"]
        for folder, name, _ in FOLDERS:
            lines += ["", f"# {name}", ""]
            lines += [f"- [{g.title}]({g.folder}/{g.slug}.md)" for g in guides if g.folder == folder]
        (texts / "SUMMARY.md").write_text("\n".join(lines) + "\n")


def make(count, out, generators=GENERATORS):
    """Writes `count` guides for each generator below `out`, with the theme that stands beside this file."""
    guides = [Guide(number) for number in range(count)]
    characters = 0
    for guide in guides:
        text = body(guide.number, guides, lambda other: f"[{other.title}](\0{other.number}\0)")
        characters += sum("\u4e00" <= c <= "\u9fff" for c in text)
        parts = text.split("\0")
        for generator in generators:
            folder, front, link = LAYOUTS[generator]
            whole = "".join(p if n % 2 == 0 else link.format(guides[int(p)]) for n, p in enumerate(parts))
            path = out / generator / folder / guide.folder / f"{guide.slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(front(guide) + whole)
    for generator in generators:
        around(generator, guides, out / generator / LAYOUTS[generator][0])
        theme = Path(__file__).parent / "themes" / generator
        if theme.is_dir():
            shutil.copytree(theme, out / generator, dirs_exist_ok=True)
    return {"guides": count, "han_per_guide": round(characters / count)}


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("out", type=Path)
    asked.add_argument("--only", default=",".join(GENERATORS))
    given = asked.parse_args()
    print(json.dumps(make(given.count, given.out, given.only.split(","))))
