import type { Resolution } from './documents/visit.ts';
import type { HomeInBuilding } from './organisation/blank-spots.ts';

/** 摘录: one door of a building as a neighbour may know it (T1): where, who, whether somebody walked there this round. */
export interface ExtractRow {
  readonly dwellingId: string;
  readonly entrance: string;
  readonly floor: string;
  readonly room: string;
  /** what stands before 家; none where nobody lives */
  readonly familyName?: string;
  readonly people?: number;
  /** somebody knocked; never what came of it */
  readonly walkedThisRound: boolean;
}

/** Written by the relay for building leaders, who hold no copy of their neighbours' area. */
export interface BuildingExtract {
  readonly _id: string;
  readonly type: 'extract';
  readonly schema: 1;
  readonly buildingId: string;
  /** `2026-H2` */
  readonly round: string;
  readonly rows: readonly ExtractRow[];
}

/** What became of a matter, for whoever raised it. */
export interface RaisedMatter {
  readonly matterId: string;
  readonly state: Resolution | 'withdrawn';
  readonly promisedReplyOn?: string;
}

/** Written by the relay for everybody who raised a matter in an area. */
export interface MattersExtract {
  readonly _id: string;
  readonly type: 'extract';
  readonly schema: 1;
  readonly userId: string;
  readonly matters: readonly RaisedMatter[];
}

/** What names an extract in a path: a building's id, or `matters-of-<user>`. */
export const mattersOf = (userId: string): string => `matters-of-${userId}`;
export const extractId = (name: string): string => `extract:${name}`;

/** A household as the report on blank spots names it: `1-1203` of its building, nobody's name. */
export interface CountedHome extends HomeInBuilding {
  readonly door: string;
}

/** Written by the relay for the report on blank spots, in the extracts of the community; no person reads it as it is. */
export interface AreaHomes {
  readonly _id: string;
  readonly type: 'extract';
  readonly schema: 1;
  readonly area: string;
  readonly homes: readonly CountedHome[];
}
export const homesId = (area: string): string => `homes:${area}`;

/** Counts under five are hidden: in a small area they point at somebody. */
export type Count = number | '<5';
export const hiddenBelow = 5;
export const countOf = (count: number): Count => (count < hiddenBelow ? '<5' : count);

/** 汇总: counts of one area in one round, without persons; written by the relay for supervisors. */
export interface Rollup {
  readonly _id: string;
  readonly type: 'rollup';
  readonly schema: 1;
  readonly area: string;
  readonly round: string;
  readonly visits: Count;
  /** doors at which somebody knocked */
  readonly doorsWalked: Count;
  readonly matters: Readonly<Record<Resolution, Count>>;
}
export const rollupId = (area: string, round: string): string => `rollup:${area}:${round}`;

/** Whether what came from the relay is the extract of a building. */
export const isBuildingExtract = (body: object): body is BuildingExtract =>
  'type' in body && body.type === 'extract' && 'rows' in body && Array.isArray(body.rows);
