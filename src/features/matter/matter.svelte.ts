import type { Choice } from '../../domain/checklist/checklist.ts';
import { promisedDay } from '../../domain/checklist/promised-day.ts';
import { areaOf } from '../../domain/database-name.ts';
import { addDays, nextWorkingDay, type Day } from '../../domain/day.ts';
import type { MediaReference } from '../../domain/documents/media.ts';
import type { Matter } from '../../domain/documents/visit.ts';
import { done, failed, type FaultCode, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { areaDatabaseOf } from '../../store/organisation.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import { matterTypes } from '../../store/matters.ts';
import { undoMs } from '../../store/one-tap.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import type { MatterDraft } from '../../store/written-form.ts';
import type { MatterOrigin } from './origin.ts';

/** A matter raised outside a visit; its draft is kept at each change. */
export class MatterModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly origin: MatterOrigin;
  #draft = $state.raw<MatterDraft>({ text: '', matterType: '', resolution: '', promised: '' });
  #tried = $state(false);
  #fault = $state<FaultCode | undefined>();

  constructor(store: Store, me: Me, origin: MatterOrigin) {
    this.#store = store;
    this.#me = me;
    this.origin = origin;
    const kept = seeDraft(store, this.#key)?.body as MatterDraft | undefined;
    const note = origin.kind === 'note' ? origin.note : undefined;
    const begun = {
      text: note?.text ?? '',
      matterType: '',
      resolution: 'taken',
      promised: this.days[0] ?? '',
    } as const;
    // what a note shows is shown by the matter as well: the text alone may be half of it
    this.#draft = kept ?? { ...begun, ...(note?.media && { media: note.media }) };
  }

  get #key(): string {
    const { origin } = this;
    if (origin.kind === 'draft') return origin.draftKey;
    return `matter:${origin.kind === 'note' ? origin.note._id : origin.buildingId}`;
  }
  get draft(): MatterDraft {
    return this.#draft;
  }
  get fault(): FaultCode | undefined {
    return this.#fault;
  }
  get types(): readonly Choice[] {
    return matterTypes(this.#store.shelf);
  }
  /** Days that are offered for the answer: the usual one for an ordinary matter, and a week later. */
  get days(): readonly Day[] {
    const usual = promisedDay('ordinary', this.#store.clock.today());
    return [usual, nextWorkingDay(addDays(usual, 6))];
  }
  get today(): Day {
    return this.#store.clock.today();
  }
  /** The first number of a person in the words, if any. Warns, never blocks. */
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(this.#draft.text)[0]?.kind;
  }
  /** What is still missing, once somebody tried to save. */
  missing(part: 'text' | 'matterType' | 'promised'): boolean {
    return this.#tried && this.#lacks(part);
  }
  #lacks(part: 'text' | 'matterType' | 'promised'): boolean {
    if (part === 'promised') return this.#draft.resolution === 'taken' && this.#draft.promised === '';
    return this.#draft[part].trim() === '';
  }

  get media(): readonly MediaReference[] {
    return this.#draft.media ?? [];
  }
  /** The note keeps the picture that the matter leaves out. */
  leaveOut = (id: string): void => {
    this.change({ media: this.media.filter((one) => one.id !== id) });
  };

  change = (more: Partial<MatterDraft>): void => {
    this.#draft = { ...this.#draft, ...more };
    this.#fault = undefined;
    const draft = { ...this.#draft, at: this.#place() };
    void saveDraft(this.#store, this.#key, 'matter', draft).then((kept) => {
      if (!kept.ok) this.#fault = kept.fault.code;
    });
  };

  #place(): Pick<Matter, 'buildingId' | 'dwellingId' | 'householdId' | 'visitId' | 'noteId'> {
    const { origin } = this;
    if (origin.kind === 'draft') return this.#draft.at ?? {};
    if (origin.kind === 'building') return { buildingId: origin.buildingId };
    const { buildingId, dwellingId, householdId, visitId, _id, private: own } = origin.note;
    return {
      ...(buildingId !== undefined && { buildingId }),
      ...(dwellingId !== undefined && { dwellingId }),
      ...(householdId !== undefined && { householdId }),
      ...(visitId !== undefined && { visitId }),
      // of a private note not even that it exists leaves its writer
      ...(own !== true && { noteId: _id }),
    };
  }

  get #database(): string | undefined {
    const { buildingId } = this.#place();
    const [area] = this.#me.holder.grants.flatMap((grant) => grant.areas);
    const lies = buildingId === undefined ? undefined : areaDatabaseOf(this.#store, buildingId);
    return lies ?? (area === undefined ? undefined : areaOf(area));
  }

  /** Saves the matter and throws its draft away. @returns how to take it back; undefined: something is missing */
  save = async (): Promise<Result<{ readonly undo: () => Promise<boolean> }> | undefined> => {
    this.#tried = true;
    const { text, matterType, resolution, promised } = this.#draft;
    if ((['text', 'matterType', 'promised'] as const).some((part) => this.#lacks(part)) || resolution === '')
      return undefined;
    const place = this.#place();
    const doc: Matter = {
      ...newHead(this.#store, 'matter'),
      ...place,
      matterType,
      text: text.trim(),
      severity: 'ordinary',
      resolution,
      ...(resolution === 'taken' && { promisedReplyOn: promised }),
      source: place.visitId === undefined ? 'inspection' : 'visit',
      ...(this.media.length > 0 && { media: [...this.media] }),
    };
    const db = this.#database;
    const state = place.buildingId === undefined ? {} : { buildingId: place.buildingId };
    if (db === undefined || mayWrite(this.#me.holder, db, doc, state) !== undefined) {
      this.#fault = 'not-yours';
      return failed('not-yours');
    }
    const form = { kind: 'matter', body: { ...this.#draft, at: place } } as const;
    const action = { parts: [{ db, doc }], draftKey: this.#key, form, holdMs: undoMs };
    const saved = await saveAction(this.#store, action);
    if (!saved.ok) {
      this.#fault = saved.fault.code;
      return saved;
    }
    const { envelopeId } = saved.value;
    return done({ undo: () => undo(this.#store, envelopeId) });
  };
}
