/** What the pill says; the last wins over the rest. */
export type PillKind = 'delivered' | 'sending' | 'local' | 'offline' | 'attention';

/** `prefix` is only read aloud, before the rest. */
export type PillWords = Readonly<Record<PillKind | 'prefix', string>>;
