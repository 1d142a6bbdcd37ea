import { byHash } from './canonical.ts';
import type { KnockReason, KnockReasonSaid } from './documents/round.ts';

/** A slot as it is in force. */
export type KnockSlot = Pick<KnockReason, 'slot' | 'version' | 'name' | 'checklistId'>;

const slot = (number: number, zh: string, en: string, checklistId: string): KnockSlot => {
  return { slot: number, version: 0, name: { zh, en }, checklistId };
};

/** 亲情六敲门 as a community has it that named nothing itself (domain.md E2: nobody lists the six; these are ours). */
export const defaultKnockReasons: readonly KnockSlot[] = [
  slot(1, '新入住必敲', 'New neighbours', 'routine'),
  slot(2, '老人必敲', 'Elders', 'elderly_alone'),
  slot(3, '困难必敲', 'In hardship', 'hardship'),
  slot(4, '生病必敲', 'Somebody ill', 'hospitalised'),
  slot(5, '纠纷必敲', 'A dispute', 'dispute'),
  slot(6, '喜事节日必敲', 'Joys and festivals', 'routine'),
];

/** The six slots as they are in force: of each the highest version, of equal ones the smaller hash, else its default. */
export function knockReasonsInForce(written: readonly KnockReason[]): KnockSlot[] {
  return defaultKnockReasons.map(
    (otherwise) =>
      written
        .filter((one) => one.slot === otherwise.slot)
        .sort((a, b) => b.version - a.version || byHash(a._id, b._id))[0] ?? otherwise,
  );
}

/** The words that a visit keeps of a reason. */
export const saidOf = ({ slot: number, name }: KnockSlot): KnockReasonSaid => ({ slot: number, name });
