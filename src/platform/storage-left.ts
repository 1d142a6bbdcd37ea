/** Room on the device, in bytes; undefined where the browser does not tell. */
export interface StorageLeft {
  readonly used: number | undefined;
  readonly left: number | undefined;
  /** the browser promised not to clear what is stored here without asking */
  readonly persisted: boolean;
}

export async function storageLeft(): Promise<StorageLeft> {
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  if (!storage) return { used: undefined, left: undefined, persisted: false };
  // a browser may refuse to tell: then nobody knows
  const { usage, quota }: StorageEstimate = await storage.estimate().catch(() => ({}));
  const left = usage === undefined || quota === undefined ? undefined : Math.max(0, quota - usage);
  return { used: usage, left, persisted: await storage.persisted().catch(() => false) };
}

/** Asks the browser to keep what is stored here; true when it promised. */
export async function askToPersist(): Promise<boolean> {
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  return storage ? storage.persist().catch(() => false) : false;
}

/** Below this it is said (bytes): a week of text, or a few pictures. */
const little = 50_000_000;
/** Below this nothing large is taken any more: what is left is for text. */
const hardly = 15_000_000;

/** Whether there is room for what may come; `unknown` counts as enough, as the browser will say when it is not. */
export const roomIn = ({ left }: Pick<StorageLeft, 'left'>): 'enough' | 'little' | 'hardly' =>
  left === undefined || left >= little ? 'enough' : left >= hardly ? 'little' : 'hardly';
