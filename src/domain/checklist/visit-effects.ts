import { addDays, type Day } from '../day.ts';
import { careLevels, type CareLevel } from '../documents/care.ts';
import { resolutions, retrySlots, severities, type Matter, type Refusal, type RetrySlot } from '../documents/visit.ts';
import { answerOf, problemOf } from './answers.ts';
import { ask, type Asked, type VisitContext } from './asking.ts';
import { questionOfRole, type Checklist, type QuestionRole } from './checklist.ts';
import type { AnswerValue, Answers } from './condition.ts';
import type { Effect, WriteBackTarget } from './effect.ts';
import { evaluate, type Block, type ConsentGiven } from './evaluate.ts';
import { raisedBy, type Raised } from './raised.ts';

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

export interface RaisedProposal {
  readonly key: string;
  readonly kind: Of<'proposal'>['proposal'];
  /** care tag kind, must-arrive reason or service item */
  readonly subject: string;
  readonly level?: CareLevel;
  /** the choice that says more than the subject */
  readonly detail?: string;
  /** days after the visit by which somebody should have been there; 0 is today */
  readonly dueInDays?: number;
}

export interface RaisedMatter {
  readonly key: string;
  /** what people said, or what the worker saw */
  readonly source: 'say' | 'safe';
  readonly matterType: string;
  readonly severity: Matter['severity'];
  readonly text: string;
  readonly resolution: Matter['resolution'];
  /** the day that was promised; what the worker saw is taken back without one */
  readonly promisedReplyOn?: Day;
  /** telephone left for the reply */
  readonly contact?: string;
}

/** What a visit causes besides its own record. The documents, their ids and times are made by whoever finishes it. */
export interface VisitEffects {
  readonly consent?: { readonly given: ConsentGiven; readonly scope: readonly string[] };
  readonly refusal?: { readonly choice: Refusal['choice'] };
  readonly preferredSlot?: RetrySlot;
  /** the earliest day on which the checklist wants somebody back */
  readonly nextDueOn?: Day;
  readonly writeBacks: readonly { readonly key: string; readonly to: WriteBackTarget; readonly value: AnswerValue }[];
  readonly proposals: readonly RaisedProposal[];
  readonly matters: readonly RaisedMatter[];
  /** cannot wait: call before anything else */
  readonly callNow: readonly {
    readonly key: string;
    readonly reason: Of<'callNow'>['reason'];
    readonly numbers: Of<'callNow'>['numbers'];
  }[];
  readonly warnings: readonly { readonly key: string; readonly words: Of<'warn'>['words'] }[];
  readonly blocks: readonly Block[];
  /** kinds of change for which the residents' editor opens */
  readonly editKinds: readonly string[];
  readonly reopensMatter: boolean;
}

const among = <T extends string>(known: readonly T[], value: AnswerValue | undefined): T | undefined =>
  known.find((one) => one === value);

const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

type Read = (id: string) => AnswerValue | undefined;

function proposalOf({ key, choice, value }: Raised, effect: Of<'proposal'>, read: Read): RaisedProposal {
  const { proposal: kind, subject, levelFrom, detailFrom, dueInDays } = effect;
  const chosen = kind === 'careTag' || subject === undefined ? undefined : choice;
  const detail = detailFrom === undefined ? chosen : read(detailFrom);
  return present({
    key,
    kind,
    subject: subject ?? choice ?? String(value),
    level: levelFrom === undefined ? undefined : among(careLevels, read(levelFrom)),
    detail: detail === undefined ? undefined : String(detail),
    dueInDays,
  });
}

function matterOf({ key, question, choice }: Raised, effect: Of<'matter'>, read: Read): RaisedMatter {
  const from = (id: string | undefined) => {
    const value = id === undefined ? undefined : read(id);
    return typeof value === 'string' ? value : undefined;
  };
  const label = question.choices?.find(({ value }) => value === choice)?.label.zh;
  const resolution = effect.resolutions?.[from(effect.resolutionFrom) ?? ''];
  return present({
    key,
    source: question.role === 'matter' ? 'say' : 'safe',
    matterType: effect.matterType ?? from(effect.matterTypeFrom) ?? 'other',
    severity: effect.severity ?? among(severities, from(effect.severityFrom)) ?? 'ordinary',
    text: from(effect.textFrom) ?? effect.text ?? label ?? question.label.zh,
    resolution: among(resolutions, resolution) ?? 'taken',
    promisedReplyOn: resolution === undefined || resolution === 'taken' ? from(effect.promisedReplyFrom) : undefined,
    contact: from(effect.contactFrom),
  });
}

function consentOf(asked: Asked, given: ConsentGiven): VisitEffects['consent'] {
  const scopes = asked.visible.filter(({ duty }) => !duty).flatMap(({ sensitive }) => sensitive ?? []);
  return { given, scope: given === 'no' ? [] : given === 'partial' ? ['basic'] : [...new Set(['basic', ...scopes])] };
}

/** What the answers cause; only those that are asked and well formed count. */
export function effectsOf(checklist: Checklist, answers: Answers, context: VisitContext = {}): VisitEffects {
  const wellFormed = Object.fromEntries(
    checklist.questions.flatMap((question): [string, AnswerValue][] => {
      const value = answerOf(answers, question.id);
      return value === undefined || problemOf(question, value) !== undefined ? [] : [[question.id, value]];
    }),
  );
  const asked = ask(checklist, wellFormed, context);
  const { consent, blocks } = evaluate(checklist, wellFormed, context);
  const read: Read = (id) => answerOf(asked.answers, id);
  const ofRole = (role: QuestionRole) => read(questionOfRole(checklist, role)?.id ?? '');
  const raised = raisedBy(asked, context);
  const each = <K extends Effect['kind'], T>(kind: K, make: (one: Raised, effect: Of<K>) => T): T[] =>
    raised.flatMap((one) => (one.effect.kind === kind ? [make(one, one.effect as Of<K>)] : []));

  const callNow = each('callNow', ({ key }, { reason, numbers }) => ({ key, reason, numbers }));
  const choice = among(['later', 'paper', 'no_more'] as const, ofRole('refuse'));
  const [nextDueOn] = each('nextDue', ({ value }, { plusDays }) => addDays(String(value), plusDays)).sort();
  return present({
    consent: consent === undefined ? undefined : consentOf(asked, consent),
    refusal: choice === undefined ? undefined : { choice },
    preferredSlot: among(retrySlots, ofRole('retry')),
    nextDueOn,
    writeBacks: each('writeBack', ({ key, value }, { to }) => ({ key, to, value })),
    proposals: each('proposal', (one, effect) => proposalOf(one, effect, read)),
    matters: each('matter', (one, effect) => matterOf(one, effect, read)),
    callNow: callNow.filter(({ reason }, place) => callNow.findIndex((other) => other.reason === reason) === place),
    warnings: each('warn', ({ key }, { words }) => ({ key, words })),
    blocks,
    editKinds: each('openEditor', ({ value }) => (typeof value === 'object' ? value : [])).flat(),
    reopensMatter: each('reopenMatter', () => true).length > 0,
  });
}
