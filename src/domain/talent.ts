import type { Resident } from './documents/place.ts';
import { fieldOf } from './register.ts';

/** 能人达人: what a resident can do for neighbours. */
export interface Talent {
  readonly residentId: string;
  readonly skill: string;
  readonly willing: boolean;
  /** others may be given the telephone; never before somebody asked */
  readonly contactOk: boolean;
}

/** The talent of a resident, as visits, sheets and desks wrote it; what stands there was offered. */
export function talentOf(resident: Resident): Talent | undefined {
  const skill = fieldOf(resident, 'talent')?.trim() ?? '';
  if (skill === '') return undefined;
  const { willing, contactOk } = fieldOf(resident, 'talentOffer') ?? { willing: true, contactOk: false };
  return { residentId: resident._id, skill, willing, contactOk };
}
