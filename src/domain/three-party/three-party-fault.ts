import type { PartyAnswer, PartyRule, TaskGroup } from '../documents/three-party.ts';
import type { Matter } from '../documents/visit.ts';
import type { RefusalCode } from '../fault.ts';
import { partiesOpen } from './three-party.ts';
import { sidesBy } from './party-rules.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a step of a matter of several parties is judged by. */
export interface PartyGround {
  /** the document that it names in `after` */
  readonly after?: object | undefined;
  /** the rule that a group names */
  readonly rule?: object | undefined;
  /** answers that a closing names, as far as they are known */
  readonly answers?: readonly object[] | undefined;
  /** whether the author supervises the area */
  readonly supervises: boolean;
}

const lacks = ({ after }: Members): RefusalCode => (after === undefined ? 'illegal-step' : 'not-yet');

/** A group names its matter, and every side that the rule asks for, each once. */
export function taskGroupFault(group: TaskGroup, { after, rule }: PartyGround): RefusalCode | undefined {
  if (after === undefined) return lacks(group);
  const matter = after as Matter;
  if (matter.type !== 'matter' || matter._id !== group.matterId) return 'illegal-step';
  if (group.ruleId !== undefined && rule === undefined) return 'not-yet';
  const { matterType } = matter;
  if (rule !== undefined && (rule as PartyRule).matterType !== matterType) return 'illegal-step';
  const sides = group.parties.map(({ side }) => side);
  const required = sidesBy(matterType, rule as PartyRule | undefined);
  if (required.length === 0) return 'illegal-step';
  const each = new Set(sides).size === sides.length && required.every((side) => sides.includes(side));
  return each ? undefined : 'invalid';
}

const isOf = (after: object, matterId: string): boolean =>
  (after as Members)['type'] === 'taskGroup' && (after as Members)['matterId'] === matterId;

/** A party of the group answered; only who supervises says that its reply is not waited for, and why. */
export function partyAnswerFault(answer: PartyAnswer, { after, supervises }: PartyGround): RefusalCode | undefined {
  if (after === undefined) return lacks(answer);
  const isParty = isOf(after, answer.matterId) && (after as TaskGroup).parties.some(({ side }) => side === answer.side);
  if (!isParty || (answer.answer === 'waived' && !supervises)) return 'illegal-step';
  return answer.text.trim() === '' ? 'invalid' : undefined;
}

/** A matter is closed when each of its parties answered; an answer that has not come yet is waited for. */
export function matterClosingFault(
  closing: { readonly matterId: string; readonly answers: readonly string[] },
  { after, answers = [] }: PartyGround,
): RefusalCode | undefined {
  if (after === undefined) return lacks(closing);
  if (!isOf(after, closing.matterId)) return 'illegal-step';
  const mine = answers.map((one) => one as PartyAnswer);
  if (mine.some(({ type, matterId }) => type !== 'partyAnswer' || matterId !== closing.matterId)) return 'illegal-step';
  const known = new Set(mine.map(({ _id }) => _id));
  if (closing.answers.some((id) => !known.has(id))) return 'not-yet';
  return partiesOpen(after as TaskGroup, mine).length === 0 ? undefined : 'party-open';
}
