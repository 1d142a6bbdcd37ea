import type { Partner } from '../../domain/documents/nearby.ts';
import type { PartyAnswer, PartySide } from '../../domain/documents/three-party.ts';
import { done, failed, type FaultCode, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { fieldOf } from '../../domain/register.ts';
import { partiesOpen } from '../../domain/three-party/three-party.ts';
import { watched } from '../../platform/watched.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import { matterPlace, matterTypes } from '../../store/matters.ts';
import { standingHere, type RecordStanding } from '../../store/record-state.ts';
import { nameOfUser } from '../../store/reference.ts';
import type { Saved } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import {
  answerForParty,
  closeMatter,
  closingOf,
  commonMatters,
  openTaskGroup,
  partnersOf,
  spokespersonsOf,
  type CommonMatter,
} from '../../store/three-party.ts';
import { undo } from '../../store/undo.ts';
import type { AnswerDraft } from '../../store/written-form.ts';

type Undoable = Result<{ undo: () => Promise<boolean> }>;
/** Which organisation stands for a side: one of the catalogue, or a name. */
interface Chosen {
  readonly partnerId: string;
  readonly name: string;
}

/** One matter that several parties answer: where it stands, and what this person may do about it. */
export class CommonMatterModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #id: string;
  readonly #watch: () => void;
  #chosen = $state.raw<Readonly<Partial<Record<PartySide, Chosen>>>>({});
  #draft = $state.raw<AnswerDraft | undefined>();
  #tried = $state(false);

  /** @param ulid of the matter */
  constructor(store: Store, me: Me, ulid: string) {
    this.#store = store;
    this.#me = me;
    this.#id = `matter:${ulid}`;
    this.#watch = watched(store.shelf);
    this.#draft = seeDraft(store, this.#key)?.body as AnswerDraft | undefined;
  }

  get #key(): string {
    return `party:${this.#id}`;
  }
  get here(): CommonMatter | undefined {
    this.#watch();
    return commonMatters(this.#store.shelf).find(({ matter }) => matter._id === this.#id);
  }
  get place(): string {
    return this.here ? matterPlace(this.#store.shelf, this.here.matter) : '';
  }
  typeName(language: 'zh' | 'en'): string {
    const type = this.here?.matter.matterType ?? '';
    return matterTypes(this.#store.shelf).find(({ value }) => value === type)?.label[language] ?? type;
  }
  nameOf = (user: string): string => nameOfUser(this.#store.shelf, user) ?? user;
  standingOf = (answer: PartyAnswer): RecordStanding => standingHere(this.#store.shelf, answer._id);

  #database(): string {
    return this.#store.shelf.databaseOf('matter', this.#id) ?? '';
  }
  get mayAnswer(): boolean {
    return this.#mayAnswer('replied');
  }
  get mayWaive(): boolean {
    return this.#mayAnswer('waived');
  }
  #mayAnswer(answer: PartyAnswer['answer']): boolean {
    const { here } = this;
    const group = here?.standing?.group;
    const side = group?.parties[0]?.side;
    if (!group || here.standing?.closing || side === undefined) return false;
    const doc: PartyAnswer = {
      ...newHead(this.#store, 'partyAnswer', 'partyAnswer:'),
      after: group._id,
      matterId: group.matterId,
      side,
      answer,
      text: '-',
    };
    return mayWrite(this.#me.holder, this.#database(), doc, { after: group }) === undefined;
  }
  /** What the gate would say of closing it now; undefined: nothing stands against it. */
  get closingFault(): FaultCode | undefined {
    const standing = this.here?.standing;
    if (!standing || standing.closing) return 'illegal-step';
    const partyAnswers = standing.parties.flatMap(({ answers }) => answers);
    const state = { after: standing.group, partyAnswers };
    return mayWrite(this.#me.holder, this.#database(), closingOf(this.#store, standing), state);
  }
  /** Parties whose answer is still missing, by name. */
  get missing(): readonly string[] {
    const standing = this.here?.standing;
    if (!standing) return [];
    return partiesOpen(
      standing.group,
      standing.parties.flatMap(({ answers }) => answers),
    ).map(({ name }) => name);
  }

  partners = (side: PartySide): readonly Partner[] => {
    this.#watch();
    return partnersOf(this.#store.shelf, side);
  };
  /** Which organisation stands for a side so far; the only one of the catalogue by itself. */
  chosen = (side: PartySide): Chosen => {
    const [only, ...others] = this.partners(side);
    const usual = only && others.length === 0 ? only._id : '';
    return this.#chosen[side] ?? { partnerId: usual, name: '' };
  };
  choose = (side: PartySide, more: Partial<Chosen>): void => {
    this.#chosen = { ...this.#chosen, [side]: { ...this.chosen(side), ...more } };
  };
  #nameFor(side: PartySide): string {
    const { partnerId, name } = this.chosen(side);
    const partner = this.partners(side).find(({ _id }) => _id === partnerId);
    return ((partner && fieldOf(partner, 'name')) ?? name).trim();
  }
  nameMissing = (side: PartySide): boolean => this.#tried && this.#nameFor(side) === '';

  /** Sends the matter to its parties. Undefined: one of them has no name yet. */
  send = async (): Promise<Undoable | undefined> => {
    const { here } = this;
    this.#tried = true;
    if (!here) return undefined;
    const parties = here.required.sides.map((side) => {
      const { partnerId } = this.chosen(side);
      return { side, name: this.#nameFor(side), ...(partnerId !== '' && { partnerId }) };
    });
    if (parties.some(({ name }) => name === '')) return undefined;
    this.#tried = false;
    return this.#saved(await openTaskGroup(this.#store, here, parties));
  };

  /** What is being written down; undefined: nothing. */
  get draft(): AnswerDraft | undefined {
    return this.#draft;
  }
  get partyName(): string {
    return this.here?.standing?.parties.find(({ side }) => side === this.#draft?.side)?.name ?? '';
  }
  /** People who may speak for the party, as far as the catalogue and the posts name them. */
  get spokespersons(): readonly string[] {
    const party = this.here?.standing?.parties.find(({ side }) => side === this.#draft?.side);
    return party ? spokespersonsOf(this.#store, party) : [];
  }
  begin = (side: PartySide, answer: PartyAnswer['answer']): void => {
    const kept = this.#draft;
    this.#tried = false;
    this.#draft = kept?.side === side && kept.answer === answer ? kept : { side, answer, text: '', spokenBy: '' };
  };
  leave = (): void => {
    this.#draft = undefined;
  };
  change = (more: Partial<Pick<AnswerDraft, 'text' | 'spokenBy'>>): void => {
    if (!this.#draft) return;
    this.#draft = { ...this.#draft, ...more };
    void saveDraft(this.#store, this.#key, 'party', this.#draft);
  };
  get textMissing(): boolean {
    return this.#tried && this.#draft?.text.trim() === '';
  }
  /** The first number of a person in the words, if any. Warns, never blocks. */
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(this.#draft?.text ?? '')[0]?.kind;
  }
  /** Keeps what was written, and throws its draft away. Undefined: it says nothing yet. */
  keep = async (): Promise<Undoable | undefined> => {
    this.#tried = true;
    const [standing, draft] = [this.here?.standing, this.#draft];
    const text = draft?.text.trim() ?? '';
    if (!standing || !draft || text === '') return undefined;
    const spokenBy = draft.spokenBy.trim();
    const said = { side: draft.side, answer: draft.answer, text, ...(spokenBy !== '' && { spokenBy }) };
    const form = { kind: 'party', body: draft } as const;
    const saved = await answerForParty(this.#store, standing, said, { draftKey: this.#key, form });
    if (saved.ok) [this.#draft, this.#tried] = [undefined, false];
    return this.#saved(saved);
  };

  /** Closes the matter; refused while a party has not answered. */
  close = async (): Promise<Undoable> => {
    const [standing, fault] = [this.here?.standing, this.closingFault];
    if (!standing || fault !== undefined) return failed(fault ?? 'illegal-step');
    return this.#saved(await closeMatter(this.#store, standing));
  };

  #saved(saved: Result<Saved>): Undoable {
    if (!saved.ok) return saved;
    const { envelopeId } = saved.value;
    return done({ undo: () => undo(this.#store, envelopeId) });
  }
}
