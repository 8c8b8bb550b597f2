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

/** Tells every bucket of a packed histogram, or of several with seams between them. */
export const unpack = (
  bytes: Uint8Array,
  tell: (bucket: number, n: number, ms: number) => void,
): void => {
  let bucket = -1;
  let n = 0;
  // Which number of three is being read, and what of it was.
  let field = 0;
  let value = 0;
  let scale = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte > 127) {
      scale *= 128;
      continue;
    }
    if (field === 0) {
      bucket += value;
      field = 1;
    } else if (field === 1) {
      n = value;
      if (n === 0) bucket = -1;
      field = n === 0 ? 0 : 2;
    } else {
      tell(bucket, n, value);
      field = 0;
    }
    value = 0;
    scale = 1;
  }
};
