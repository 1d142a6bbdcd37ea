/**
 * An id that a person's document can have and a path can carry. `.` and `..` survive `encodeURIComponent` and are then
 * resolved by every URL parser: `/db/..` is another database. An underscore belongs to CouchDB.
 */
export function isDocumentId(id: string): boolean {
  return id !== '' && !id.startsWith('_') && isSegment(id);
}

/** Can the text stand as one segment of a path? */
export function isSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.length <= 300;
}
