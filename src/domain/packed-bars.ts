/** How many lengths of one bucket there are, and how many milliseconds they are together. */
export interface Heap {
  n: number;
  ms: number;
}

const put = (bytes: number[], value: number): void => {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
};

/** The buckets of a histogram in a few bytes each: the step from the bucket before, n and ms. */
export const packed = (heaps: ReadonlyMap<number, Heap>): Uint8Array => {
  const bytes: number[] = [];
  let before = -1;
  for (const [bucket, { n, ms }] of [...heaps].sort(([one], [other]) => one - other)) {
    if (n <= 0) continue;
    put(bytes, bucket - before);
    put(bytes, n);
    put(bytes, Math.max(0, ms));
    before = bucket;
  }
  return Uint8Array.from(bytes);
};

/** Between several packed histograms that are read as one: a step of 0 to none at all. */
export const SEAM = Uint8Array.of(0, 0);

let cursor = 0;

/** The number at the cursor, which moves behind it; nearly all of them are one byte. */
const number = (bytes: Uint8Array): number => {
  let byte = bytes[cursor] ?? 0;
  cursor += 1;
  if (byte < 128) return byte;
  let value = byte & 127;
  let scale = 128;
  do {
    byte = bytes[cursor] ?? 0;
    cursor += 1;
    value += (byte & 127) * scale;
    scale *= 128;
  } while (byte > 127);
  return value;
};

/** Tells every bucket of a packed histogram, or of several with seams between them. */
export const unpack = (
  bytes: Uint8Array,
  tell: (bucket: number, n: number, ms: number) => void,
): void => {
  let bucket = -1;
  for (let at = 0; at < bytes.length; ) {
    // Whoever is told may unpack something, too.
    cursor = at;
    bucket += number(bytes);
    const n = number(bytes);
    const ms = n === 0 ? 0 : number(bytes);
    at = cursor;
    if (n === 0) bucket = -1;
    else tell(bucket, n, ms);
  }
};
