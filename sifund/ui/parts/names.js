// What Streamlit says by itself, for the eye and for screen readers, in the language of the page: it has English words only.
// Words of other controls are ours, and stay as they are.

/** Its words and ours; {} is what it takes in, which is a word of its own or stays. @type {Record<string, string>} */
const CHINESE = {
  'Skip to main content': '跳到正文', 'Help': '说明', 'Help for {}': '{}的说明', 'Open': '展开', 'Dismiss': '关闭',
  'Clear value': '清除', 'Clear entry': '清除', 'Clear all': '全部清除', 'Remove {}': '移除{}', 'Selected values': '已选',
  'Select all': '全选', 'Select {} matches': '选中找到的{}项', 'No results': '没有符合的选项', 'Choose an option': '请选择',
  'You can only select up to {} {}. Remove an option first.': '最多选{}项，请先移除一项。', 'Choose options': '请选择', 'No options to select': '没有可选项', '{} option available.': '有{}个选项。', '{} options available.': '有{}个选项。',
  '{}, selected': '{}，已选', '{}, not selected': '{}，未选',
  'Press Enter to apply': '按回车键生效', 'Press Enter to submit form': '按回车键提交', 'Press Ctrl+Enter to apply': '按Ctrl+回车键生效',
  'Press ⌘+Enter to apply': '按⌘+回车键生效', 'Press Ctrl+Enter to submit form': '按Ctrl+回车键提交',
  'Press ⌘+Enter to submit form': '按⌘+回车键提交', 'Error: {}': '{}', 'This field is required.': '请填写。', 'Invalid input.': '填写的内容不能用。',
  'Number is outside the allowed range. Please enter a value between {} and {}.': '超出允许的范围，请填写{}至{}之间的数。',
  'Number is below the allowed range. Please enter a value greater than or equal to {}.': '低于允许的范围，请填写不小于{}的数。',
  'Number is above the allowed range. Please enter a value less than or equal to {}.': '高于允许的范围，请填写不大于{}的数。',
  'Number is below the allowed range.': '低于允许的范围。', 'Number is above the allowed range.': '高于允许的范围。',
  'Increment': '增加', 'Decrement': '减少', 'file upload': '选择文件，或拖到这里', 'Add files': '再加文件', 'visualization': '图',
  'Fullscreen': '全屏', 'Close fullscreen': '退出全屏', 'Show data': '看数据', 'Show chart': '看图', 'Copy Vega-Lite spec': '复制图的定义',
  'Copied!': '已复制', 'Search': '查找', 'Close Search': '关闭查找', 'Next Result': '下一处', 'Previous Result': '上一处',
  'Show/hide columns': '显示或隐藏列', 'Dataframe column menu': '列的菜单', 'Copy column name': '复制列名', 'Sort ascending': '升序',
  'Sort descending': '降序', 'Format': '格式', 'Autosize': '调整列宽', 'Pin column': '固定列', 'Unpin column': '取消固定', 'Hide column': '隐藏列',
  'Automatic': '自动', 'Localized': '当地写法', 'Plain': '原样', 'Compact': '缩写', 'Dollar': '美元', 'Euro': '欧元', 'Yen': '日元',
  'Percent': '百分数', 'Scientific': '科学计数', 'Accounting': '会计格式', 'Statistics': '统计', 'Count': '个数', 'Empty': '空缺', 'Distinct': '不同值',
  'Minimum': '最小', 'Maximum': '最大', 'Median': '中位数', 'Average': '平均', 'Standard deviation': '标准差', 'Sum': '合计',
  '25th percentile': '第25百分位', '75th percentile': '第75百分位', 'Clear selection': '取消选择',
};
/** What the button of an upload box, which has no name, is for. */
const UPLOAD = 'file upload';
/** The attributes that say them, and where else they stand. */
const NAMED = ['aria-label', 'placeholder', 'aria-roledescription'];
const SPOKEN = `${NAMED.map((name) => `[${name}]:not(svg *)`)}, [data-testid=stFileUploaderDropzone] button`;
const SHOWN = `[data-testid=stSkipToContent], [data-testid=InputInstructions] span, [role=alert], [role=log] div, [role=listbox] [role=option] *,
  [data-testid=stTooltipContent] p, [data-testid=stTooltipErrorContent] p, [data-testid^=stDataFrameColumn] *, [data-testid^=stDataFrameStatistics] *`;
const QUIET_MS = 100; // a page that changes is not looked over while it does
const PATTERNS = Object.keys(CHINESE).filter((words) => words.includes('{}')).map((words) =>
  /** @type {const} */ ([words, RegExp(`^${words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '(.+?)')}$`)]));

/** Its words in Chinese, before a colon also what they are about; words of others as they are. @param {string} words @returns {string} */
const inChinese = (words) => {
  if (Object.hasOwn(CHINESE, words)) return CHINESE[words];
  for (const [known, pattern] of PATTERNS) {
    const taken = pattern.exec(words);
    if (taken) return CHINESE[known].replace(/\{\}/g, () => inChinese(taken.splice(1, 1)[0]));
  }
  const [name, ...about] = words.split(': ');
  return about.length && Object.hasOwn(CHINESE, name) ? `${CHINESE[name]}：${about.join(': ')}` : words;
};

/** What Streamlit wrote, and what stands there instead, by node and attribute. @type {WeakMap<Node, Record<string, [string, string]>>} */
const written = new WeakMap();
let chinese = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;

/** What is to stand there now. @param {Node} node @param {string} part @param {string} now */
const instead = (node, part, now) => {
  const parts = written.get(node) ?? {}, [first, last] = parts[part] ?? [];
  const its = first !== undefined && last === now ? first : now, words = chinese ? inChinese(its) : its;
  if (words !== its || first !== undefined) written.set(node, {...parts, [part]: [its, words]});
  return words;
};

const rename = () => {
  for (const node of document.querySelectorAll(SPOKEN))
    for (const part of NAMED) {
      const now = node.getAttribute(part) ?? (part === NAMED[0] && node.matches('button') ? UPLOAD : '');
      const words = now && instead(node, part, now);
      if (words !== now) node.setAttribute(part, words);
    }
  for (const node of document.querySelectorAll(SHOWN))
    for (const text of node.childNodes)
      if (text.nodeType === document.TEXT_NODE && text.nodeValue) {
        const words = instead(text, 'text', text.nodeValue);
        if (words !== text.nodeValue) text.nodeValue = words;
      }
};

const later = () => {
  clearTimeout(due);
  due = setTimeout(rename, QUIET_MS);
};

let watched = false;

/** @param {string} lang */
const callNames = (lang) => {
  chinese = lang === 'zh';
  rename();
  if (watched) return;
  watched = true;
  const what = {subtree: true, childList: true, characterData: true, attributeFilter: NAMED};
  new MutationObserver(later).observe(document.body, what);
};
