import { column } from './column.ts';

/** Columns of 党员社区报到, beside name, telephone and where somebody lives. */
export const memberColumns = {
  organisation: column('工作单位', 'Organisation', '所在单位或组织关系所在支部', 'where they work', [
    '单位',
    '所在单位',
    '单位名称',
    '所在党支部',
    '组织关系所在支部',
  ]),
  offers: column('愿意做的事', 'Offers', '如 法律咨询、理发', 'what they would do for neighbours', [
    '特长',
    '服务意愿',
    '服务项目',
    '认领岗位',
  ]),
  registeredOn: column('报到日期', 'Checked in on', '如 2026-03-05', 'such as 2026-03-05', ['报到时间', '登记日期']),
  ended: column('已转走', 'Gone', '填“是”表示不再报到', '是: not on the list any more', ['是否转走', '已转出']),
} as const;
