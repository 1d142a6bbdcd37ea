import { activeTags } from '../domain/care-tags.ts';
import { followUp, pendingProposals } from '../domain/care.ts';
import type { Answers, Checklist } from '../domain/checklist/checklist.ts';
import { questionOfRole } from '../domain/checklist/checklist.ts';
import { promisedDay } from '../domain/checklist/promised-day.ts';
import type { RaisedMatter, RaisedProposal, VisitEffects } from '../domain/checklist/visit-effects.ts';
import { consentNoticeVersion } from '../domain/consent-notice.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { Consent, Proposal } from '../domain/documents/care.ts';
import type { Matter, Note, Postponement, Refusal } from '../domain/documents/visit.ts';
import type { Door } from '../domain/door.ts';
import { tellCall } from './call-note.ts';
import type { Store } from './store.ts';
import { matterSlot, type VisitDraftBody } from './visit-draft.ts';
import type { VisitHomes } from './visit-homes.ts';

type Told<T extends { type: string }> = Omit<T, '_id' | 'type' | 'schema' | 'by' | 'deviceId' | 'at' | 'visitId'>;

/** A fact that a visit leaves, before it has a head. `slot` is the same in every version of a visit. */
export type Wanted = { readonly slot: string; readonly db: string } & (
  | { readonly type: 'consent'; readonly body: Told<Consent> }
  | { readonly type: 'refusal'; readonly body: Told<Refusal> }
  | { readonly type: 'postponement'; readonly body: Told<Postponement> }
  | { readonly type: 'proposal'; readonly body: Told<Proposal> }
  | { readonly type: 'matter'; readonly body: Told<Matter> }
  | { readonly type: 'note'; readonly body: Told<Note> }
);

export interface Saying {
  readonly store: Store;
  readonly door: Door;
  readonly draft: VisitDraftBody;
  readonly checklist: Checklist;
  readonly effects: VisitEffects;
  readonly answers: Answers;
  readonly homes: VisitHomes;
  /** day of the visit */
  readonly day: Day;
  /** versions of this visit that it replaces: what they proposed is its own */
  readonly versions: ReadonlySet<string>;
}

const atDoor = ({ dwellingId, householdId }: Door) => ({
  dwellingId,
  ...(householdId !== undefined && { householdId }),
});

/** What the family said about being recorded, about coming again and about coming back. */
function wishes({ door, effects, homes, day }: Saying): Wanted[] {
  const { consent, refusal, preferredSlot } = effects;
  const found: Wanted[] = [];
  if (consent) {
    const body = { ...atDoor(door), given: consent.given, scope: [...consent.scope], how: 'oral' as const };
    const db = homes.body;
    found.push({ slot: 'consent', type: 'consent', db, body: { ...body, noticeVersion: consentNoticeVersion } });
  }
  if (refusal) {
    const until = refusal.choice === 'no_more' ? { doNotAskUntil: `${String(Number(day.slice(0, 4)) + 1)}-01-01` } : {};
    const body = { ...atDoor(door), choice: refusal.choice, ...until };
    found.push({ slot: 'refusal', type: 'refusal', db: homes.area, body });
  }
  if (preferredSlot) {
    const body = { ...atDoor(door), slot: preferredSlot };
    found.push({ slot: 'postponement', type: 'postponement', db: homes.area, body });
  }
  return found;
}

/** Care tags that are in force or wait for their confirmation at this level need not be proposed again. */
function isKnown({ store, door, versions }: Saying, raised: RaisedProposal): boolean {
  if (raised.kind !== 'careTag') return false;
  const { shelf } = store;
  const here = shelf
    .by('proposal', 'dwellingId', door.dwellingId)
    .filter((one) => one.householdId === undefined || one.householdId === door.householdId)
    .filter((one) => one.visitId === undefined || !versions.has(one.visitId));
  const confirmations = here.flatMap((one) => shelf.by('confirmation', 'proposalId', one._id));
  const withdrawals = here.flatMap((one) => shelf.by('withdrawal', 'subjectId', one._id));
  return (
    activeTags(here, confirmations, withdrawals).some(
      (tag) => tag.kind === raised.subject && (raised.level === undefined || tag.level === raised.level),
    ) ||
    pendingProposals(here, confirmations, withdrawals).some(
      ({ proposal }) =>
        proposal.kind === 'careTag' && proposal.subject === raised.subject && proposal.level === raised.level,
    )
  );
}

function proposals(saying: Saying): Wanted[] {
  const { door, effects, checklist, homes, day } = saying;
  const raised = effects.proposals.filter((one) => !isKnown(saying, one));
  const base = { ...atDoor(door), checklistId: checklist.id };
  const made = raised.map(({ key, kind, subject, level, detail, dueInDays }): Wanted => {
    const body = {
      ...base,
      kind,
      subject,
      key,
      ...(level !== undefined && { level }),
      ...(detail !== undefined && { detail: detail.slice(0, 200) }),
      ...(dueInDays !== undefined && { reviewOn: addDays(day, dueInDays) }),
    };
    return { slot: `proposal:${key}`, type: 'proposal', db: homes.body, body };
  });
  // The day itself tells of the list, so it stands with the closed facts, not as a postponement in the area.
  if (effects.nextDueOn === undefined || effects.nextDueOn < day) return made;
  const back = { kind: 'mustArrive' as const, subject: followUp, key: followUp, reviewOn: effects.nextDueOn };
  return [...made, { slot: `proposal:${followUp}`, type: 'proposal', db: homes.body, body: { ...base, ...back } }];
}

/** A matter as it will stand; what was taken back without a day gets one by its severity. */
export function matterBody(door: Door, raised: RaisedMatter, day: Day): Told<Matter> {
  const { matterType, text, severity, resolution, promisedReplyOn } = raised;
  const promised = resolution === 'taken' ? { promisedReplyOn: promisedReplyOn ?? promisedDay(severity, day) } : {};
  const said = { matterType, text, severity, resolution, source: 'visit' as const };
  return { ...atDoor(door), buildingId: door.buildingId, ...said, ...promised };
}

/** Pictures of what a matter is about, taken at the door. */
function pictured({ media = {} }: VisitDraftBody, key: string): Pick<Matter, 'media'> {
  const taken = media[matterSlot(key)] ?? [];
  return taken.length > 0 ? { media: [...taken] } : {};
}

const matters = ({ draft, door, effects, homes, day }: Saying): Wanted[] =>
  effects.matters
    .filter(({ key }) => draft.joined?.[key] === undefined)
    .map((one) => {
      const body = { ...matterBody(door, one, day), ...pictured(draft, one.key) };
      return { slot: matterSlot(one.key), type: 'matter', db: homes.spoken, body };
    });

/** The note by which something said at a visit joins an open matter; a correction knows the joining by it. */
export const joinedText = (matterText: string, said: string): string =>
  `并入在办的事“${matterText.slice(0, 200)}”。这次说的：${said}`;

/** What tells of something said that joined an open matter. @param key of what raised it */
export const joinedSlot = (key: string): string => `joined:${key}`;

/** What the worker wrote, what joined an open matter, and calls that could not wait. */
function notes({ store, door, draft, checklist, effects, answers, homes }: Saying): Wanted[] {
  const note = (slot: string, text: string, to = homes.spoken, shown: Pick<Note, 'media'> = {}): Wanted => {
    const aside = to === homes.own ? { private: true } : {};
    const body = { ...atDoor(door), buildingId: door.buildingId, text: text.slice(0, 4000), ...aside, ...shown };
    return { slot, type: 'note', db: to, body };
  };
  const written = answers[questionOfRole(checklist, 'note')?.id ?? ''];
  const found: Wanted[] = [];
  // Who does not agree to be recorded leaves the worker a reminder for the worker alone.
  if (typeof written === 'string')
    found.push(note('note', written, effects.consent?.given === 'no' ? homes.own : homes.spoken));
  for (const { key, text } of effects.matters) {
    const into = draft.joined?.[key];
    const matter = into === undefined ? undefined : store.shelf.get('matter', into);
    if (matter) found.push(note(joinedSlot(key), joinedText(matter.text, text), homes.spoken, pictured(draft, key)));
  }
  for (const call of draft.calls ?? []) found.push(note(`call:${call.key}`, tellCall(call)));
  return found;
}

/** Every fact that a visit leaves beside its shell, its answers and the people at home. */
export const wantedFacts = (saying: Saying): Wanted[] => [
  ...wishes(saying),
  ...proposals(saying),
  ...matters(saying),
  ...notes(saying),
];
