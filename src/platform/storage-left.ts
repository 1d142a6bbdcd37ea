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
  const { usage, quota } = await storage.estimate();
  const left = usage === undefined || quota === undefined ? undefined : Math.max(0, quota - usage);
  return { used: usage, left, persisted: await storage.persisted() };
}

/** Asks the browser to keep what is stored here; true when it promised. */
export async function askToPersist(): Promise<boolean> {
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  return storage ? storage.persist() : false;
}
