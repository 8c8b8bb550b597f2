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

/** Tells every bucket of a packed histogram. */
export const unpack = (
  bytes: Uint8Array,
  tell: (bucket: number, n: number, ms: number) => void,
): void => {
  let at = 0;
  const next = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      at += 1;
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
      scale *= 128;
    }
  };
  let bucket = -1;
  while (at < bytes.length) {
    bucket += next();
    const n = next();
    tell(bucket, n, next());
  }
};
