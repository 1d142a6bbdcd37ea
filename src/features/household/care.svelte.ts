import { addDays, type Day } from '../../domain/day.ts';
import { careLevels, type CareBasis, type CareLevel, type Consent } from '../../domain/documents/care.ts';
import { reviewAfterDays, isUpForReview } from '../../domain/care-tags.ts';
import type { PostponeReason } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import type { Part } from '../../domain/envelope.ts';
import { failed, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { openPlan } from '../../domain/visit-plan.ts';
import { watched } from '../../platform/watched.ts';
import { tagsAtDoor, type TagHere } from '../../store/care-plans.ts';
import { saveAction } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';
import { cancellationPart, decisionPart, postponementPart, requestPart, tagPart } from './care-parts.ts';

const careDeeds = ['propose', 'confirm', 'decline', 'again', 'end', 'ask', 'postpone', 'cancel'] as const;
export type CareDeed = (typeof careDeeds)[number];

/** What is missing in the form; undefined: nothing. */
type CareGap = 'kind' | 'rule' | 'reason' | 'day' | 'consent';

const isLevel = (text: string): text is CareLevel => careLevels.some((level) => level === text);

/** Care tags of one household: who may do what with each, and the form in which it is done. */
export class CareModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #door: () => Door | undefined;
  readonly #consent: () => Consent | undefined;
  readonly #watch: () => void;
  #deed = $state<CareDeed | undefined>();
  #tagId = $state<string | undefined>();
  #gap = $state<CareGap | undefined>();
  kind = $state('');
  level = $state('');
  basis = $state<CareBasis>('consent');
  rule = $state('');
  text = $state('');
  day = $state('');
  why = $state<PostponeReason>('asked');

  constructor(store: Store, me: Me, door: () => Door | undefined, consent: () => Consent | undefined) {
    this.#store = store;
    this.#me = me;
    this.#door = door;
    this.#consent = consent;
    this.#watch = watched(store.shelf);
  }

  /** Tags that are proposed or in force, the closed ones left out. */
  get tags(): readonly TagHere[] {
    this.#watch();
    const door = this.#door();
    if (!door) return [];
    return tagsAtDoor(this.#store, door).filter(({ life }) => life.state !== 'ended' && life.state !== 'declined');
  }
  get today(): Day {
    return this.#store.clock.today();
  }
  isUp = ({ life }: TagHere): boolean => isUpForReview(life, this.today);

  /** Whether the family agreed to have such things recorded: the ground of a tag that no rule asks for. */
  get agreed(): boolean {
    return this.#consent()?.given === 'yes';
  }
  get mayPropose(): boolean {
    const door = this.#door();
    return (
      door?.householdId !== undefined &&
      tagPart(this.#store, this.#me, door, { kind: 'hardship', basis: 'consent' }) !== undefined
    );
  }
  /** What this person may do with a tag now. */
  deedsOf(tag: TagHere): readonly CareDeed[] {
    return careDeeds.filter((deed) => deed !== 'propose' && this.#part(deed, tag, this.#sample) !== undefined);
  }
  readonly #sample = { text: '…', day: '2000-01-01', level: '' };

  get deed(): CareDeed | undefined {
    return this.#deed;
  }
  get chosen(): TagHere | undefined {
    return this.tags.find(({ life }) => life.proposal._id === this.#tagId);
  }
  get gap(): CareGap | undefined {
    return this.#gap;
  }
  begin = (deed: CareDeed, tag?: TagHere): void => {
    this.#deed = deed;
    this.#tagId = tag?.life.proposal._id;
    this.#gap = undefined;
    const asked = tag?.life.asked;
    this.kind = '';
    this.level = asked?.level ?? tag?.life.levels.at(-1)?.level ?? tag?.life.proposal.level ?? '';
    if (deed === 'ask') this.level = '';
    this.basis = this.agreed ? 'consent' : 'duty';
    this.rule = '';
    this.text = deed === 'end' ? (asked?.detail ?? '') : '';
    this.day = deed === 'postpone' ? '' : addDays(this.today, reviewAfterDays);
    this.why = 'asked';
  };
  close = (): void => {
    this.#deed = undefined;
  };

  #missing(deed: CareDeed): CareGap | undefined {
    const noText = this.text.trim() === '';
    if (deed === 'propose') {
      if (this.kind === '') return 'kind';
      if (this.basis === 'consent' && !this.agreed) return 'consent';
      if (this.basis === 'duty' && this.rule.trim() === '') return 'rule';
      return this.day <= this.today ? 'day' : undefined;
    }
    if (deed === 'confirm' || deed === 'again' || deed === 'postpone')
      return this.day <= this.today ? 'day' : undefined;
    return noText ? 'reason' : undefined;
  }

  #part(deed: CareDeed, tag: TagHere, form: { text: string; day: string; level: string }): Part | undefined {
    const [store, me] = [this.#store, this.#me];
    const { state } = tag.life;
    const said = form.text.trim();
    const level = isLevel(form.level) ? { level: form.level } : {};
    const plan = openPlan(tag.plans);
    switch (deed) {
      case 'confirm':
        if (state !== 'proposed') return undefined;
        return decisionPart(store, me, tag, { decision: 'confirmed', reviewOn: form.day, ...level });
      case 'again':
        if (state === 'proposed') return undefined;
        return decisionPart(store, me, tag, { decision: 'confirmed', reviewOn: form.day, ...level });
      case 'decline':
        if (state !== 'proposed') return undefined;
        return decisionPart(store, me, tag, { decision: 'declined', reason: said });
      case 'end':
        if (state === 'proposed') return undefined;
        return decisionPart(store, me, tag, { decision: 'ended', reason: said });
      case 'ask':
        // whoever decides need not ask
        if (decisionPart(store, me, tag, { decision: 'ended', reason: said })) return undefined;
        return requestPart(store, me, tag, { detail: said.slice(0, 200), ...level });
      case 'postpone':
        return plan && postponementPart(store, me, tag.door, { until: form.day, reason: this.why });
      case 'cancel':
        return plan && cancellationPart(store, me, tag, plan, said);
      default:
        return undefined;
    }
  }

  /** Saves what the form says; undefined: something is missing, see `gap`. */
  save = async (): Promise<Result<unknown> | undefined> => {
    const [deed, door, tag] = [this.#deed, this.#door(), this.chosen];
    if (deed === undefined || !door) return failed('not-yours');
    this.#gap = this.#missing(deed);
    if (this.#gap !== undefined) return undefined;
    const made = deed === 'propose' ? this.#proposed(door) : tag && this.#part(deed, tag, this);
    if (!made) return failed('not-yours');
    const saved = await saveAction(this.#store, { parts: [made] });
    if (saved.ok) this.close();
    return saved;
  };
  #proposed(door: Door): Part | undefined {
    const [rule, detail] = [this.rule.trim(), this.text.trim()];
    return tagPart(this.#store, this.#me, door, {
      kind: this.kind,
      basis: this.basis,
      reviewOn: this.day,
      ...(isLevel(this.level) && { level: this.level }),
      ...(this.basis === 'duty' && { rule }),
      ...(detail !== '' && { detail: detail.slice(0, 200) }),
    });
  }
}
