/** Bytes of the JSON that would be stored. */
export const bytesOf = (body: unknown): number => Buffer.byteLength(JSON.stringify(body) ?? '');
