import { byHash } from '../canonical.ts';
import { dayOf } from '../day.ts';
import { partySides, type PartyRule, type PartySide } from '../documents/three-party.ts';
import type { Matter } from '../documents/visit.ts';

/** Types of matters that concern what is common, where a community laid down nothing (domain.md A5: property, facility). */
const commonTypes: readonly string[] = ['facility', 'property'];

/** Whose replies a matter needs; none: it is no matter of three parties. */
export interface RequiredSides {
  readonly sides: readonly PartySide[];
  /** the rule that says so; none: the one that holds where a community laid down nothing */
  readonly ruleId?: string;
}

/** What a rule asks for, or what holds without one. */
export const sidesBy = (matterType: string, rule?: Pick<PartyRule, 'sides'>): readonly PartySide[] =>
  rule ? rule.sides : commonTypes.includes(matterType) ? partySides : [];

/** By the highest version whose day had come when the matter was raised; between equal ones by the smaller hash. */
export function sidesRequired(
  { matterType, at }: Pick<Matter, 'matterType' | 'at'>,
  rules: readonly PartyRule[],
): RequiredSides {
  const begun = rules.filter((rule) => rule.matterType === matterType && rule.from <= dayOf(at));
  const [newest] = [...begun].sort((a, b) => b.version - a.version || byHash(a._id, b._id));
  return { sides: sidesBy(matterType, newest), ...(newest && { ruleId: newest._id }) };
}
