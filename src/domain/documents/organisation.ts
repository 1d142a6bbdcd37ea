import * as v from 'valibot';
import { checklistSchema } from '../checklist/checklist.ts';
import { day, fact, idOf, line, localised, naturalId, register, userId } from './head.ts';

/** Levels that the software knows by name; a community may have any others between, above and below them. */
export const knownLevels = ['community', 'area', 'building', 'household'] as const;
const levelKey = v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,30}$/));

/**
 * 组织单元: a node of the tree of responsibility, of any depth; a building is the unit in which doors are counted. What rights
 * and counts read of it (level, parent, key) is laid down once: from then on a `placement` says where it stands.
 */
export const orgUnit = register('orgUnit', naturalId('orgUnit'), {
  level: levelKey,
  name: line,
  /** where it stood when it was made */
  parentId: naturalId('orgUnit'),
  /** order among siblings */
  order: v.number(),
  /** database key of an area: `area-<key>`, `care-<key>` */
  key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{0,30}$/)),
  /** telephone of an office, not of a person: what a stranger may be told to ring */
  officePhone: line,
});
export type OrgUnit = v.InferOutput<typeof orgUnit>;

/** 归属: from this day a unit belongs beneath that one; without a parent it is closed. */
export const placement = v.strictObject({
  ...fact('placement', naturalId('placement')),
  unitId: naturalId('orgUnit'),
  parentId: v.optional(naturalId('orgUnit')),
  from: day,
});
export type Placement = v.InferOutput<typeof placement>;

const areaKey = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/));

/**
 * 换片区: a placement brought a building into another area, and the relay its documents into that area's databases. Written by
 * the relay into both areas; of one building the highest turn holds.
 */
export const relocation = v.strictObject({
  ...fact('relocation', naturalId('relocation')),
  buildingId: naturalId('orgUnit'),
  /** database keys of the areas */
  from: areaKey,
  to: areaKey,
  placementId: naturalId('placement'),
  /** rises by one with every relocation of the building */
  turn: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type Relocation = v.InferOutput<typeof relocation>;

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
  'partyMember',
  'propertyCompany',
  'volunteer',
  'organisationHead',
  'organisationMember',
] as const;
export type PostKind = (typeof postKinds)[number];

/**
 * 组织架构: the levels of a community from the top down, what each is called, whose post answers for it, and which posts it
 * should have. A version is a fact; of those whose day has come the highest is in force.
 */
export const structure = v.strictObject({
  ...fact('structure', naturalId('structure')),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  from: day,
  levels: v.pipe(
    v.array(
      v.strictObject({
        key: levelKey,
        name: localised,
        /** who answers for every household beneath a unit of this level */
        responsible: v.picklist(postKinds),
        /** posts that a unit of this level should have; an empty one is a vacancy */
        posts: v.pipe(v.array(v.picklist(postKinds)), v.maxLength(20)),
      }),
    ),
    v.minLength(1),
    v.maxLength(12),
  ),
});
export type Structure = v.InferOutput<typeof structure>;
export type StructureLevel = Structure['levels'][number];

/** Beside the holder of a post: who stands in for them, and the deployed member who works with them. */
export const standings = ['substitute', 'deployed'] as const;
export type Standing = (typeof standings)[number];

/**
 * 岗位任职: from this day somebody holds a post at a unit, with the telephone that is published (T0); without a name the post is
 * empty from that day on. One person may hold several, at units and at partners (双向进入、交叉任职).
 */
export const post = v.strictObject({
  ...fact('post', naturalId('post')),
  /** a unit of the tree, or an organisation of the catalogue */
  unitId: v.union([naturalId('orgUnit'), idOf('partner')]),
  kind: v.picklist(postKinds),
  /** tells apart posts of one kind at one unit, such as its party members */
  seat: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/))),
  /** none: the holder */
  as: v.optional(v.picklist(standings)),
  holderName: v.optional(line),
  publicPhone: v.optional(line),
  userId: v.optional(userId),
  /** may be rung at any hour */
  onCall: v.optional(v.boolean()),
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
  /** days after the due day within which a visit is still on time; without it a part of the interval */
  windowDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365))),
  /** day from which this interval has held, where an earlier version had it already */
  since: v.optional(day),
  /** asks for no visit any more */
  stopped: v.optional(v.literal(true)),
  /** the organisation that makes these visits by agreement, by its name */
  provider: v.optional(line),
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
