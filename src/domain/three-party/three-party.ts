import { byHash } from '../canonical.ts';
import { compareInstants } from '../day.ts';
import type { MatterClosing, Party, PartyAnswer, TaskGroup } from '../documents/three-party.ts';

/** A party and what became of its reply. */
export interface PartyStanding extends Party {
  readonly state: 'open' | PartyAnswer['answer'];
  /** oldest first */
  readonly answers: readonly PartyAnswer[];
}

/** 三方联动: where a matter of several parties stands, folded from facts alone. */
export interface ThreeParty {
  readonly group: TaskGroup;
  readonly parties: readonly PartyStanding[];
  /** the closing that counts */
  readonly closing?: MatterClosing;
}

type Answered = Pick<PartyAnswer, 'side'>;

/** The parties of a group whose reply is neither there nor waived. */
export const partiesOpen = (group: Pick<TaskGroup, 'parties'>, answers: readonly Answered[]): readonly Party[] =>
  group.parties.filter(({ side }) => answers.every((answer) => answer.side !== side));

/** What is there of one matter. */
export interface ThreePartyFacts {
  readonly groups: readonly TaskGroup[];
  readonly answers: readonly PartyAnswer[];
  readonly closings: readonly MatterClosing[];
}

const earlier = (a: PartyAnswer | MatterClosing, b: PartyAnswer | MatterClosing): number =>
  compareInstants(a.at, b.at) || byHash(a._id, b._id);

/**
 * Where the matter stands; undefined: it went to nobody yet. Of two groups that were opened at once the smaller hash holds.
 * A reply counts also where it was waived before: what is said stands above what was not waited for. A closing counts while
 * each party has an answer among those that it rests on.
 */
export function threePartyOf({ groups, answers, closings }: ThreePartyFacts): ThreeParty | undefined {
  const [group] = [...groups].sort((a, b) => byHash(a._id, b._id));
  if (!group) return undefined;
  const parties = group.parties.map((party): PartyStanding => {
    const said = answers.filter(({ side }) => side === party.side).sort(earlier);
    const replied = said.some(({ answer }) => answer === 'replied');
    return { ...party, answers: said, state: said.length === 0 ? 'open' : replied ? 'replied' : 'waived' };
  });
  const closing = [...closings].sort(earlier).find((one) => {
    const ground = answers.filter(({ _id }) => one.answers.includes(_id));
    return partiesOpen(group, ground).length === 0;
  });
  return { group, parties, ...(closing && { closing }) };
}
