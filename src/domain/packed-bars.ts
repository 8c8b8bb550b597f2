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

/**
 * Tells every bucket of a packed histogram, or of several with seams between them. Each number is read
 * where it is needed: a function for it costs a third more (6.3 ms instead of 4.5 for 470,000 buckets).
 */
export const unpack = (
  bytes: Uint8Array,
  tell: (bucket: number, n: number, ms: number) => void,
): void => {
  const { length } = bytes;
  let bucket = -1;
  for (let at = 0; at < length; ) {
    let byte = bytes[at] ?? 0;
    at += 1;
    let step = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at] ?? 0;
      at += 1;
      step += (byte & 127) * scale;
    }
    byte = bytes[at] ?? 0;
    at += 1;
    let n = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at] ?? 0;
      at += 1;
      n += (byte & 127) * scale;
    }
    if (n === 0) {
      bucket = -1;
      continue;
    }
    byte = bytes[at] ?? 0;
    at += 1;
    let ms = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at] ?? 0;
      at += 1;
      ms += (byte & 127) * scale;
    }
    bucket += step;
    tell(bucket, n, ms);
  }
};
