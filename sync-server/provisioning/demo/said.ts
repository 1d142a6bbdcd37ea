import type { Outcome } from '../../../src/domain/documents/visit.ts';
import type { Chance } from './chance.ts';

/** What people say at the door. */
export const complaints: readonly (readonly [type: string, text: string])[] = [
  ['facility', '7 楼楼道灯不亮，晚上倒垃圾全靠手机照。'],
  ['facility', '单元门关不上，风大的时候响一夜。'],
  ['parking', '消防通道老有车停着，说了也不挪。'],
  ['env', '垃圾桶满了两天没人清。'],
  ['noise', '楼上半夜拖椅子，老人睡不好。'],
  ['property', '电梯里的广告声音太大。'],
  ['consult', '想问问老年证怎么办。'],
  ['social', '医保卡丢了，不知道去哪补。'],
  ['safety', '楼道里停了三辆电动车，还拉线充电。'],
  ['opinion', '希望活动室周末也开门。'],
  ['praise', '上回修水管来得快，谢谢。'],
];
/** What a worker notes on the way. */
export const notes = [
  '三楼转角的声控灯要拍两下才亮。',
  '幼儿园接送时段楼下很挤，走访避开四点半。',
  '门卫换人了，新师傅姓高。',
  '几户人家想一起换水管，可以问问物业报价。',
];

type Said = Readonly<Record<string, string | boolean | string[] | undefined>>;

/** Answers of an uneventful visit, as the lists would keep them. */
export function answersOf(
  checklistId: string,
  outcome: Outcome,
  chance: Chance,
): Record<string, string | boolean | string[]> {
  const on = outcome === 'met' ? { id: true } : {};
  const common = { outcome, consent: 'yes', ...on };
  const prefixed = (prefix: string, own: Said): Record<string, string | boolean | string[]> =>
    Object.fromEntries(
      Object.entries({ ...common, ...own }).flatMap(([name, value]) =>
        value === undefined ? [] : [[`${prefix}_${name}`, value]],
      ),
    );
  if (checklistId === 'elderly_alone') {
    const seen = outcome === 'met' ? { risk: [chance.share(0.1) ? 'fall' : 'ok'], clean: ['ok'] } : {};
    return prefixed('el', {
      type: 'alone',
      speak: 'good',
      move: chance.pick(['self', 'self', 'aid']),
      ill: chance.pick(['same', 'same', 'same', 'worse']),
      mind: ['ok'],
      ...seen,
      neigh: chance.pick(['often', 'some']),
      family: chance.pick(['day', 'week', 'month']),
      meal: chance.pick(['self', 'canteen']),
      need: [chance.share(0.2) ? 'meal' : 'none'],
      emg: true,
      abuse: 'no',
      level: 'key',
    });
  }
  if (checklistId === 'hardship') {
    return prefixed('hd', {
      cat: chance.pick(['dibao', 'edge', 'temp']),
      member: 'none',
      income: chance.pick(['none', 'none', 'less']),
      diff: [chance.pick(['med', 'edu', 'job'])],
      have: ['dibao'],
      apply: ['none'],
      child: 'no',
    });
  }
  const seen = outcome === 'met' ? { safe: ['none'] } : {};
  return prefixed('rt', {
    use: 'self',
    changed: 'none',
    focus: ['none'],
    mood: 'ok',
    has: 'no',
    ...seen,
    give: [chance.pick(['fraud', 'fire', 'contact'])],
    talent: 'no',
  });
}
