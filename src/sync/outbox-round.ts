import { limits, type Envelope } from '../domain/envelope.ts';
import type { Fault } from '../domain/fault.ts';
import { settle, settleAll } from '../store/settle.ts';
import { takeSendable } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { goesAgain } from '../store/turned-away.ts';
import type { Wire } from './wire.ts';

/** Envelopes of one request at most; their bytes are bounded as well. */
const most = 100;

export interface OutboxRound {
  /** envelopes that the relay answered */
  readonly answered: number;
  /** parts that it did not accept */
  readonly refused: number;
  /** what ended the round early; undefined: everything that may go was sent */
  readonly fault?: Fault;
}

const bytesOf = (envelope: Envelope): number => new TextEncoder().encode(JSON.stringify(envelope)).length;

/** As many from the front as fit into one request; at least one. */
function fitting(envelopes: readonly Envelope[], room: number): readonly Envelope[] {
  let bytes = 0;
  let count = 0;
  for (const envelope of envelopes) {
    bytes += bytesOf(envelope) + 1;
    if (count > 0 && bytes > room) break;
    count += 1;
  }
  return envelopes.slice(0, count);
}

/**
 * Sends what waits, oldest first, and keeps every verdict. A request that is too large is halved, down to one envelope;
 * one that is turned away again and again is told to be too large. Neither holds anything back. Whatever has no answer is sent again as it is.
 * @param pause asked after each request that was answered: true ends the round there, whatever was saved meanwhile
 */
export async function outboxRound(store: Store, wire: Wire, pause: () => boolean = () => false): Promise<OutboxRound> {
  let [answered, refused] = [0, 0];
  let atOnce = most;
  for (;;) {
    const due = await takeSendable(store, atOnce);
    const batch = fitting(due, limits.batch - 1_024);
    if (batch.length === 0) return { answered, refused };
    const answer = await wire.send(batch);
    if (!answer.ok) {
      const { fault } = answer;
      if (fault.code !== 'too-large') return { answered, refused, fault };
      if (batch.length > 1) {
        atOnce = Math.floor(batch.length / 2);
        continue;
      }
      const id = batch[0]?._id ?? '';
      atOnce = most;
      if (await goesAgain(store, id)) continue;
      const settled = await settle(store, { id, error: 'forbidden', reason: 'too-large' });
      refused += settled?.refused ?? 0;
      answered += 1;
      continue;
    }
    const sent = new Set(batch.map((envelope) => envelope._id));
    const answers = answer.value.filter((one) => sent.has(one.id) && isAnswer(one));
    const settled = [...(await settleAll(store, answers)).values()];
    refused += settled.reduce((sum, one) => sum + one.refused, 0);
    answered += answers.length;
    if (answers.length === 0) return { answered, refused, fault: { code: 'unexpected' } };
    // What was not simply delivered may have left something that can go at once.
    const nothingLeft = batch.length === due.length && settled.every(({ state }) => state === 'delivered');
    if (pause() || (due.length < atOnce && nothingLeft)) return { answered, refused };
  }
}

/** Only what the contract calls an answer counts: verdicts, or a refusal with its code. */
const isAnswer = (answer: object): boolean =>
  'verdicts' in answer ? Array.isArray(answer.verdicts) : 'error' in answer && answer.error === 'forbidden';
