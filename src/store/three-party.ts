import { partnerKindOf } from '../domain/three-party/party-partners.ts';
import type { Partner } from '../domain/documents/nearby.ts';
import type {
  MatterClosing,
  Party,
  PartyAnswer,
  PartyRule,
  PartySide,
  TaskGroup,
} from '../domain/documents/three-party.ts';
import type { Matter } from '../domain/documents/visit.ts';
import { refOf } from '../domain/database-name.ts';
import { failed, type Result } from '../domain/fault.ts';
import { mayWrite } from '../domain/may-write.ts';
import type { Me } from '../domain/me.ts';
import { fieldOf } from '../domain/register.ts';
import { sidesRequired, type RequiredSides } from '../domain/three-party/party-rules.ts';
import { threePartyOf, type ThreeParty } from '../domain/three-party/three-party.ts';
import { postsOn } from '../domain/organisation/organisation.ts';
import { organisation } from './organisation.ts';
import { undoMs } from './one-tap.ts';
import { saveAction, type Action, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';

/** A matter that needs several parties, or went to them. */
export interface CommonMatter {
  readonly matter: Matter;
  readonly required: RequiredSides;
  /** none: it went to nobody yet */
  readonly standing?: ThreeParty;
}

const readBy = ['matter', 'withdrawal', 'partyRule', 'taskGroup', 'partyAnswer', 'matterClosing'] as const;

/** Matters on this tablet that are of several parties: open ones first, the newest first. */
export const commonMatters = (shelf: Shelf): readonly CommonMatter[] =>
  shelf.derive('common matters', readBy, () => {
    const rules = shelf.all('partyRule');
    return shelf
      .all('matter')
      .flatMap((matter) => {
        const one = commonMatter(shelf, matter, sidesRequired(matter, rules));
        return one ? [one] : [];
      })
      .sort((a, b) => Number(isClosed(a)) - Number(isClosed(b)) || (a.matter.at < b.matter.at ? 1 : -1));
  });

/** Whether several parties answer this matter. */
export const isCommon = (shelf: Shelf, { _id }: Matter): boolean =>
  commonMatters(shelf).some(({ matter }) => matter._id === _id);

export const isClosed = ({ standing }: CommonMatter): boolean => standing?.closing !== undefined;

/** What was settled at the door, or taken back by a correction, needs nobody, unless it went to the parties already. */
function commonMatter(shelf: Shelf, matter: Matter, required: RequiredSides): CommonMatter | undefined {
  const { _id } = matter;
  const standing = threePartyOf({
    groups: shelf.by('taskGroup', 'matterId', _id),
    answers: shelf.by('partyAnswer', 'matterId', _id),
    closings: shelf.by('matterClosing', 'matterId', _id),
  });
  if (standing) return { matter, required, standing };
  const open = matter.resolution === 'taken' && shelf.by('withdrawal', 'subjectId', _id).length === 0;
  return open && required.sides.length > 0 ? { matter, required } : undefined;
}

/** Whose replies a type of matter needs from today on. */
export const sidesToday = ({ shelf, clock }: Store, matterType: string): RequiredSides =>
  sidesRequired({ matterType, at: clock.instant() }, shelf.all('partyRule'));

/** From today on a type of matter needs these replies: the next version of its rule. */
export async function layDownSides(
  store: Store,
  { holder }: Me,
  matterType: string,
  sides: readonly PartySide[],
): Promise<Result<Saved>> {
  const versions = store.shelf.all('partyRule').filter((rule) => rule.matterType === matterType);
  const doc: PartyRule = {
    ...newHead(store, 'partyRule'),
    matterType,
    version: Math.max(0, ...versions.map(({ version }) => version)) + 1,
    from: store.clock.today(),
    sides: [...sides],
  };
  const fault = mayWrite(holder, refOf(holder.community), doc, {});
  return fault ? failed(fault) : saveAction(store, { parts: [{ db: refOf(holder.community), doc }] });
}

/** Organisations of the catalogue that may stand for a side, by name. */
export const partnersOf = (shelf: Shelf, side: PartySide): readonly Partner[] =>
  shelf
    .all('partner')
    .filter((one) => fieldOf(one, 'kind') === partnerKindOf[side] && fieldOf(one, 'ended') !== true)
    .sort((a, b) => ((fieldOf(a, 'name') ?? '') < (fieldOf(b, 'name') ?? '') ? -1 : 1));

/** People who may speak for a party: those who hold a post in its organisation today, and whom the catalogue names. */
export function spokespersonsOf({ shelf, clock }: Store, { partnerId }: Party): readonly string[] {
  const partner = partnerId === undefined ? undefined : shelf.get('partner', partnerId);
  if (!partner) return [];
  const held = postsOn(organisation(shelf), partner._id, clock.today()).flatMap(({ holderName }) => holderName ?? []);
  return [...new Set([...held, fieldOf(partner, 'contact') ?? ''])].filter((name) => name !== '');
}

/** The form that something was written in. */
type Written = Pick<Action, 'draftKey' | 'form'>;

/** Sends a matter to its parties. Fault `not-yours`: it is not on this tablet. */
export async function openTaskGroup(
  store: Store,
  { matter, required }: CommonMatter,
  parties: readonly Party[],
): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('matter', matter._id);
  if (db === undefined) return failed('not-yours');
  const doc: TaskGroup = {
    ...newHead(store, 'taskGroup'),
    after: matter._id,
    matterId: matter._id,
    ...(required.ruleId !== undefined && { ruleId: required.ruleId }),
    parties: [...parties],
  };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs });
}

/** Writes down what a party replied, or why its reply is not waited for. */
export async function answerForParty(
  store: Store,
  { group }: ThreeParty,
  said: Pick<PartyAnswer, 'side' | 'answer' | 'text' | 'spokenBy'>,
  written: Written = {},
): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('taskGroup', group._id);
  if (db === undefined) return failed('not-yours');
  const doc: PartyAnswer = { ...newHead(store, 'partyAnswer'), after: group._id, matterId: group.matterId, ...said };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs, ...written });
}

/** Closes a matter on the ground of every answer that is here. */
export async function closeMatter(store: Store, standing: ThreeParty): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('taskGroup', standing.group._id);
  if (db === undefined) return failed('not-yours');
  const doc: MatterClosing = closingOf(store, standing);
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs });
}

/** The closing that would be written now. */
export const closingOf = (store: Store, { group, parties }: ThreeParty): MatterClosing => ({
  ...newHead(store, 'matterClosing'),
  after: group._id,
  matterId: group.matterId,
  // the last of each party is enough, and there is no end to how often one may answer
  answers: parties.flatMap(({ answers }) => answers.at(-1)?._id ?? []),
});
