/** A grey picture of 64 × 48 pixels, with the segments that a decoder needs and no others. */
const grey = Uint8Array.from(
  atob(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChn' +
      'VFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAA' +
      'b6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQA' +
      'AAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAg' +
      'ADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBD' +
      'ARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAwAEADASIAAhEB' +
      'AxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAA' +
      'AAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAAAAAAAAAAAAAAAAAAAAAAAB//2Q==',
  ),
  (sign) => sign.charCodeAt(0),
);

/** Bytes of an EXIF segment that names a place (30°N 114°E) and a camera, as telephones write it. */
function exif(): Uint8Array {
  const text = (words: string): number[] => [...words].map((sign) => sign.charCodeAt(0));
  const two = (value: number): number[] => [value >> 8, value & 255];
  const four = (value: number): number[] => [...two(value >>> 16), ...two(value & 65_535)];
  const make = text('SpyCam\0');
  const whole = (degrees: number): number[] => [degrees, 1, 0, 1, 0, 1].flatMap(four);
  // offsets count from the byte order mark; the first directory has two entries, that of the place four
  const [first, gps, makeAt] = [8, 8 + 2 + 2 * 12 + 4, 8 + 30 + 2 + 4 * 12 + 4];
  const [latAt, longAt] = [makeAt + make.length, makeAt + make.length + 24];
  const entry = (tag: number, type: number, count: number, value: number[]): number[] =>
    [...two(tag), ...two(type), ...four(count), ...value, 0, 0, 0, 0].slice(0, 12);
  const tiff = [
    ...text('MM'),
    ...two(42),
    ...four(first),
    ...two(2),
    ...entry(0x010f, 2, make.length, four(makeAt)),
    ...entry(0x8825, 4, 1, four(gps)),
    ...four(0),
    ...two(4),
    ...entry(1, 2, 2, text('N\0')),
    ...entry(2, 5, 3, four(latAt)),
    ...entry(3, 2, 2, text('E\0')),
    ...entry(4, 5, 3, four(longAt)),
    ...four(0),
    ...make,
    ...whole(30),
    ...whole(114),
  ];
  const body = [...text('Exif\0\0'), ...tiff];
  return Uint8Array.from([0xff, 0xe1, ...two(body.length + 2), ...body]);
}

/** A JPEG as a telephone gives it: with place and camera before the picture. */
export function withPlace(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const segment = exif();
  const told = new Uint8Array(jpeg.length + segment.length);
  told.set(jpeg.subarray(0, 2));
  told.set(segment, 2);
  told.set(jpeg.subarray(2), 2 + segment.length);
  return told;
}

/** A small picture; with `gps` it says where and with what it was taken. */
export const aJpeg = ({ gps = false }: { gps?: boolean; width?: 64; height?: 48 } = {}): Uint8Array<ArrayBuffer> =>
  gps ? withPlace(grey) : Uint8Array.from(grey);
