import * as v from 'valibot';
import { checklistSchema } from '../checklist/checklist.ts';
import { day, fact, line, localised, naturalId, register, userId } from './head.ts';

export const unitLevels = ['community', 'garden', 'area', 'building'] as const;
export type UnitLevel = (typeof unitLevels)[number];

/** 组织单元: a node of the tree of responsibility; a building is the unit in which doors are counted. */
export const orgUnit = register('orgUnit', naturalId('orgUnit'), {
  level: v.picklist(unitLevels),
  /** as this community calls the level: 社区, 苑区, 片区, 楼栋 */
  levelName: line,
  name: line,
  parentId: naturalId('orgUnit'),
  /** order among siblings */
  order: v.number(),
  /** database key of an area: `area-<key>`, `care-<key>` */
  key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{0,30}$/)),
});
export type OrgUnit = v.InferOutput<typeof orgUnit>;

export const postKinds = [
  'communitySecretary',
  'gardenSecretary',
  'areaSecretary',
  'gridWorker',
  'partyGroupLeader',
  'buildingLeader',
  'healthOfficer',
  'safetyOfficer',
  'cultureOfficer',
  'housingOfficer',
  'propertyCompany',
  'volunteer',
] as const;
export type PostKind = (typeof postKinds)[number];

/** 岗位: who is responsible for a unit, with the telephone that is published (T0). */
export const post = register('post', naturalId('post'), {
  unitId: naturalId('orgUnit'),
  kind: v.picklist(postKinds),
  holderName: line,
  publicPhone: line,
  userId,
  from: day,
});
export type Post = v.InferOutput<typeof post>;

/** 走访规则: tag kind and level → interval. A version is a fact; the highest version of a key is in force. */
export const policy = v.strictObject({
  ...fact('policy', naturalId('policy')),
  key: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9-]{0,40}$/)),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** the care tag kind it is for; none = every household */
  tagKind: v.optional(line),
  /** the care level it is for; none = every level */
  level: v.optional(v.picklist(['high', 'key', 'general'])),
  /** days from one completed visit to the next */
  intervalDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3660)),
  checklistId: v.pipe(v.string(), v.maxLength(60)),
  /** words of the cadence only, never a reason: 每周走访, 半年走访 */
  cadence: localised,
});
export type Policy = v.InferOutput<typeof policy>;

/** 清单: one version of a checklist, a fact. */
export const checklistDocument = v.strictObject({
  ...fact('checklist', naturalId('checklist')),
  checklist: checklistSchema,
});
export type ChecklistDocument = v.InferOutput<typeof checklistDocument>;
