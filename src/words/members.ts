import { inBoth } from './in-both.ts';

/** Members who checked in, at the desk. Fetched with its room. */
export const memberWords = inBoth(
  {
    title: '党员报到',
    open: '党员报到',
    sub: (count: number) => `本机 ${count} 位，没有信号也能查`,
    back: '返回楼栋',
    search: '查找',
    searchHint: '姓名、拼音、单位、愿意做的事、电话尾号',
    none: (text: string) => `没查到“${text}”。`,
    empty: '还没有报到的党员。',
    emptyText: '这是一份名册，不是打卡。片区书记或社区书记可以用表格导入。',
    bring: '导入报到名册',
    offers: (what: string) => `愿意：${what}`,
    since: (day: string) => `${day} 报到`,
    more: (count: number) => `还有 ${count} 位，输入姓名找。`,
    call: (name: string) => `打给${name}`,
  },
  {
    title: 'Members who checked in',
    open: 'Members who checked in',
    sub: (count: number) => `${count} on this tablet, found without a signal`,
    back: 'Back to the buildings',
    search: 'Search',
    searchHint: 'name, pinyin, organisation, offer, end of a number',
    none: (text: string) => `Nothing found for “${text}”.`,
    empty: 'Nobody has checked in yet.',
    emptyText: 'This is a list and no attendance. The secretaries of the areas and of the community bring it in.',
    bring: 'Bring in the list',
    offers: (what: string) => `Offers: ${what}`,
    since: (day: string) => `since ${day}`,
    more: (count: number) => `${count} more: type a name.`,
    call: (name: string) => `Call ${name}`,
  },
);
