import { describe, expect, test } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { fitted, jpegMetadata, jpegSize, mediaIn } from '../../src/domain/media.ts';
import { aMatter, aNote, someAnswers } from '../builders/documents.ts';
import { aPicture } from '../builders/media.ts';
import { aJpeg } from '../builders/jpeg.ts';

describe('what a document holds of its pictures', () => {
  test.each([
    ['note', aNote],
    ['matter', aMatter],
    ['visitAnswers', someAnswers],
  ] as const)('a %s may own pictures', (type, make) => {
    const owned = make({ media: [aPicture()] });
    expect(fits(type, owned)).toBe(true);
    expect(mediaIn(owned)).toEqual([aPicture()]);
    expect(mediaIn(make())).toEqual([]);
  });

  test.each([
    ['an id that could be guessed', { id: 'media:1' }],
    ['no key', { key: undefined }],
    ['a key that is none', { key: 'secret' }],
    ['more than a blob may have', { bytes: 1_048_577 }],
    ['a kind of file that a page could run', { type: 'text/html' }],
    ['a picture of the size of a house', { width: 40_000 }],
  ])('%s is refused', (_, wrong) => {
    expect(fits('note', aNote({ media: [{ ...aPicture(), ...wrong }] as never }))).toBe(false);
  });

  test('an empty list and a thirteenth picture are refused', () => {
    expect(fits('note', aNote({ media: [] }))).toBe(false);
    expect(fits('note', aNote({ media: Array.from({ length: 13 }, () => aPicture()) }))).toBe(false);
  });

  test('a visit’s shell owns none: what was photographed is no business of T1', () => {
    expect(fits('visit', { ...aNote({ media: [aPicture()] }), type: 'visit' })).toBe(false);
  });
});

describe('a JPEG', () => {
  test('says how large it is, before anybody decodes it', () => {
    expect(jpegSize(aJpeg({ width: 64, height: 48 }))).toEqual({ width: 64, height: 48 });
    expect(jpegSize(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(jpegSize(aJpeg({}).slice(0, 20))).toBeUndefined();
  });

  test('tells where it was taken, until it is written anew', () => {
    expect(jpegMetadata(aJpeg({ gps: true }))).toEqual(['APP1']);
    expect(jpegMetadata(aJpeg({}))).toEqual([]);
  });

  test.each([
    [4000, 3000, { width: 1600, height: 1200 }],
    [3000, 4000, { width: 1200, height: 1600 }],
    [800, 600, { width: 800, height: 600 }],
    [9000, 2, { width: 1600, height: 1 }],
  ])('%i × %i is kept as %o', (width, height, small) => {
    expect(fitted(width, height)).toEqual(small);
  });
});
