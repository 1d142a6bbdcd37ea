import { inBoth } from './in-both.ts';

/** Records that may be of one person. Fetched with its room. */
export const people = inBoth(
  {
    title: '可能重复的人',
    sub: (count: number) => (count === 0 ? '没有' : `${count} 处`),
    hint: '合起来以后，两份记录都留着，随时可以再分开。',
    by: { number: '证件号码一样', name: '同一套房，姓名一样' },
    born: (year: number) => `${year} 年生`,
    same: '是同一个人',
    different: '是两个人',
    none: '没有看上去重复的人。',
    looking: '正在比对。',
    joined: '合起来的人',
    part: '分开',
    saidSame: '已合起来，存在本机',
    saidDifferent: '已记下是两个人，存在本机',
    parted: '已分开，存在本机',
    back: '返回楼栋',
  },
  {
    title: 'Perhaps written down twice',
    sub: (count: number) => (count === 0 ? 'None' : `${count}`),
    hint: 'Joined records are both kept and can be taken apart at any time.',
    by: { number: 'Same number of a paper', name: 'Same home and name' },
    born: (year: number) => `born ${year}`,
    same: 'One person',
    different: 'Two people',
    none: 'Nobody seems to be written down twice.',
    looking: 'Comparing.',
    joined: 'Joined',
    part: 'Take apart',
    saidSame: 'Joined, saved on this tablet',
    saidDifferent: 'Noted as two people, saved on this tablet',
    parted: 'Taken apart, saved on this tablet',
    back: 'Back to buildings',
  },
);
