"""How to fill in the template: what its first sheet says."""

from sifund.text import Text

GUIDE = (
    Text("怎样填写", "How to fill this in"),
    Text(
        "一张表一个工作表（或一个CSV文件）；“基本情况”和“收支”必须有，其余可以不填。",
        'One sheet (or CSV file) a table; "meta" and "lines" are needed, the others may stay empty.',
    ),
    Text(
        "本单位的基金收支表（左收入右支出、各项基金横排或竖排）可以不改填模板，直接上传：基金和年度取自标题，没有读入的行、列和表会列明。",
        "An account as your office prints it (income left and spending right, or all funds across or down) may be uploaded as it "
        "is: fund and year are read from its title, and what is passed over is listed.",
    ),
    Text(
        "表头用中文或英文都可以；标题行、空行、末尾的附注和“序号”“行次”“备注”等列不影响读取；向下合并的文字格和年度对每一行都有效。",
        'Headings may be Chinese or English; title rows, empty rows, notes at the end and columns such as "no", "remarks" do not '
        "matter; words and years merged down hold for every row.",
    ),
    Text(
        "金额按“单位”列的元、万元或亿元填写，也可以在表头写“执行数（万元）”或在标题写“单位：万元”；都没有时按元。单位列要么每行都填，要么都不填。",
        'Amounts are in the unit of the column "unit", or of the heading or title; in yuan where none is given. Fill that column '
        "in every row or in none.",
    ),
    Text(
        "没有的数留空或写“—”，不要写0；0表示确实没有发生。可以有小数和千分位，全角数字也能读。",
        'Leave what is not known empty or write "—", never 0. Decimals, thousands separators and full-width digits are read.',
    ),
    Text(
        "比例写102.47，表示102.47%；写102.47%或用百分比格式也可以；减少写-3.2或(3.2)。",
        "Percents are written 102.47 for 102.47%; a percent sign or percent format is read too; a fall is -3.2 or (3.2).",
    ),
    Text(
        "按收付实现制填列；只有前几个月的数据时，“覆盖月数”填月数（如9），金额填这几个月的合计。",
        'Cash basis. With part of a year, "months_covered" is the number of months (such as 9) and amounts are of those months.',
    ),
    Text(
        "预先列出的项目用不上的不必删除，没有数的行不读入；模型没有的项目照写名称，按基年金额不变带入并标明。",
        "Rows listed in advance may stay empty; a line that the model lacks is written by name and carried flat, marked.",
    ),
    Text(
        "“依据”分报告、推算、假设：报告要有出处，推算要有算式，假设要有理由。留空时有算式的作推算，其余作报告。",
        '"basis" is reported (needs a source), derived (needs a formula) or assumed (needs a reason). Empty: derived if there '
        "is a formula, else reported.",
    ),
    Text(
        "“算式”列写四则运算，如 15300 + 12790 - 11005.5，单位与该行相同。不要使用表格软件的公式。",
        "Formula columns hold arithmetic such as 15300 + 12790 - 11005.5 in the row's unit. No spreadsheet formulas.",
    ),
    Text(
        "“参数”表填待遇标准、人数、比例等；代码见“代码表”。要测算稳岗返还，须填上年企业缴费两项（prior_contributions）。",
        '"parameters" holds standards, persons and rates by the keys in "keys". The refund needs both prior_contributions.',
    ),
    Text(
        "“法规”表填基年以后的地方规定，如最低工资；只用于合规提示，不影响金额和链接。",
        '"law" holds local rules later than the base year, such as the minimum wage; it serves alerts alone, no money or link.',
    ),
    Text(
        "“历史”表填各年各月的收入、支出、项目或参保人数，一行一个数：注明累计、当月还是期末；缺的月份不填。",
        '"history" holds income, expenditure, lines or insured persons by year and month, a figure a row: say whether it is '
        "cumulative, single or a stock; leave out months that you do not have.",
    ),
    Text(
        "“年龄”表填基年末按性别、周岁分的人数（领取人员和将要领取的参保人员都填）：新增领取人数和死亡率由此推算。",
        '"ages" holds persons by sex and age at the end of the base year, those who draw a pension and those who will: entrants '
        "and mortality follow from it.",
    ),
    Text(
        "数字格式会改变所显示的数（如按万显示、隐藏、去掉负号）的格不读入，请改用常规格式；合计、其中项不会重复计入。",
        "A cell whose number format shows another number than it holds (in 万, hidden, without its sign) is not read: use the general "
        "format. Totals and items under 其中 are never counted twice.",
    ),
    Text(
        "英文列可以不填，英文页面将显示中文。",
        "The English columns may stay empty; English pages then show the Chinese.",
    ),
    Text(
        "以“示例”“说明”“代码表”开头的表不读入。",
        "Sheets whose names begin with 示例, 说明, 代码表 (example, readme, keys) are not read.",
    ),
)
