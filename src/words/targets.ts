import { inBoth } from './in-both.ts';

const zhSpan = (minutes: number): string => {
  if (minutes % 1440 === 0 && minutes >= 2880) return `${minutes / 1440} 天`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
};
const enSpan = (minutes: number): string => {
  const said = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (minutes % 1440 === 0 && minutes >= 2880) return said(minutes / 1440, 'day');
  return minutes % 60 === 0 ? said(minutes / 60, 'hour') : said(minutes, 'minute');
};

/** Clocks of must-arrives, where the rules of the community are changed. Fetched with its room. */
export const targetWords = inBoth(
  {
    title: '三必到时限',
    hint: '多久之内要有人到场。改了以后，从那天起新上报的按新时限，每台平板都跟着。',
    readOnly: '多久之内要有人到场。由社区书记来改。',
    within: (minutes: number) => `${zhSpan(minutes)}内到场`,
    then: (minutes: number) => `没人到，每过 ${zhSpan(minutes)}再升一级`,
    usual: '默认',
    version: (version: number) => `第 ${version} 版`,
    next: (from: string, minutes: number, then: number) =>
      `${from} 起：${zhSpan(minutes)}内到场，再升一级 ${zhSpan(then)}`,
    change: '修改',
    changeWhat: (name: string) => `修改${name}的时限`,
    sub: '已经上报的不变。',
    minutes: '几分钟内到场',
    minutesHint: '2 小时写 120，一天写 1440',
    thenMinutes: '没人到，再过几分钟升一级',
    from: '从哪天起',
    gaps: {
      minutes: '写 1 到 43200 之间的整数。',
      thenMinutes: '写 1 到 43200 之间的整数。',
      from: '从今天或以后的一天起。',
    },
    save: '存下',
  },
  {
    title: 'Clocks of must-arrives',
    hint: 'How soon somebody has to be there. A change counts for what is raised from its day on, on every tablet.',
    readOnly: 'How soon somebody has to be there. The secretary of the community changes it.',
    within: (minutes: number) => `there within ${enSpan(minutes)}`,
    then: (minutes: number) => `a level further up every ${enSpan(minutes)} while nobody came`,
    usual: 'as usual',
    version: (version: number) => `version ${version}`,
    next: (from: string, minutes: number, then: number) =>
      `From ${from}: within ${enSpan(minutes)}, a level further up after ${enSpan(then)}`,
    change: 'Change',
    changeWhat: (name: string) => `Change the clock: ${name}`,
    sub: 'What was raised before keeps its clock.',
    minutes: 'Minutes until somebody is there',
    minutesHint: '120 for two hours, 1440 for a day',
    thenMinutes: 'Minutes until the next level has it',
    from: 'From',
    gaps: {
      minutes: 'A whole number from 1 to 43200.',
      thenMinutes: 'A whole number from 1 to 43200.',
      from: 'From today or a later day.',
    },
    save: 'Save',
  },
);
