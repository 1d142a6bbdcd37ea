import { inBoth } from './in-both.ts';

const percent = (part: number, whole: number): string => `${String(Math.round((part * 1000) / whole) / 10)}%`;

/** 百步工作法: what of a building is at hand. Counts in plain sentences; nobody is compared with anybody. */
export const hundredStepWords = inBoth(
  {
    title: '百步之内',
    hint: '同一栋或隔壁栋，不看定位。这半年的情况。',
    here: '只算这台平板上的片区。',
    organisation: '组织',
    answered: (answered: number, buildings: number) => `${buildings} 栋里有 ${answered} 栋，每一级都有人`,
    gap: (unit: string, post: string) => `${unit}缺${post}`,
    beside: (unit: string, name: string) => `隔壁 ${unit} 可以找${name}`,
    service: '服务',
    inTime: (met: number, asked: number) => `${asked} 件里 ${met} 件按时有了回音（${percent(met, asked)}）`,
    noService: '还没有到时候的答复。',
    conflicts: '矛盾',
    closed: (raised: number, inBuilding: number, inGarden: number) =>
      `${raised} 件事：楼栋里办结 ${inBuilding} 件（${percent(inBuilding, raised)}），连苑区一共 ${inGarden} 件（${percent(inGarden, raised)}）`,
    noConflicts: '没有人反映事情。',
    activity: '活动',
    noActivity: '还没有地方记谁参加了活动，所以这里没有数。',
  },
  {
    title: 'Within a hundred steps',
    hint: 'The same building or the next one; no position is read. This half year.',
    here: 'Only the areas on this tablet are counted.',
    organisation: 'Organisation',
    answered: (answered: number, buildings: number) =>
      `${answered} of ${buildings} buildings have somebody at every level`,
    gap: (unit: string, post: string) => `${unit} has no ${post.toLowerCase()}`,
    beside: (unit: string, name: string) => `Next door, in ${unit}: ${name}`,
    service: 'Service',
    inTime: (met: number, asked: number) => `${met} of ${asked} were answered in time (${percent(met, asked)})`,
    noService: 'No answer has fallen due yet.',
    conflicts: 'Matters',
    closed: (raised: number, inBuilding: number, inGarden: number) =>
      `${raised} raised: ${inBuilding} closed in the building (${percent(inBuilding, raised)}), ${inGarden} with those closed in the garden (${percent(inGarden, raised)})`,
    noConflicts: 'Nothing was raised.',
    activity: 'Activities',
    noActivity: 'Nothing records yet who joined what, so there is no figure.',
  },
);
