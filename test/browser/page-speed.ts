import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

/** What a browser measures of one visit; all in milliseconds but the shift, which is a share. */
const measured = z.object({
  paint: z.number(),
  shift: z.number(),
  blocked: z.number(),
  shifted: z.array(z.string()),
});
export type PageSpeed = z.infer<typeof measured>;

/**
 * Watches from the first byte on: the largest paint, what moved without anybody's doing, and how
 * long the page could not have answered a key. Longest run of moves within a second apart and five
 * in all, as browsers report it.
 */
const WATCH = `
  const seen = { paint: 0, blocked: 0, moves: [], first: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.first = entry.startTime;
  });
  watch('largest-contentful-paint', (entry) => { seen.paint = entry.startTime; });
  watch('longtask', (entry) => {
    if (entry.startTime >= seen.first) seen.blocked += Math.max(0, entry.duration - 50);
  });
  watch('layout-shift', (entry) => {
    if (entry.hadRecentInput) return;
    const what = entry.sources.map(({ node }) => node instanceof Element
      ? node.tagName.toLowerCase() + '.' + node.className + ' of ' + node.parentElement?.className : 'text');
    seen.moves.push({ at: entry.startTime, value: entry.value, what });
  });
  window.pageSpeed = () => {
    let shift = 0, sum = 0, began = 0, last = 0;
    for (const { at, value } of seen.moves) {
      if (at - last > 1000 || at - began > 5000) { began = at; sum = 0; }
      last = at;
      sum += value;
      shift = Math.max(shift, sum);
    }
    const shifted = seen.moves.filter(({ value }) => value > 0.01)
      .map(({ value, what }) => value.toFixed(3) + ' ' + what.join(', '));
    return { paint: seen.paint, blocked: seen.blocked, shift, shifted };
  };`;

/** Rounds of a plain loop in 40 ms: how fast this browser is here and now. */
const LOOP = `(() => {
  const until = performance.now() + 40;
  let rounds = 0;
  while (performance.now() < until)
    for (let at = 0; at < 1000; at += 1) rounds += Math.sqrt(at) < 0 ? 1 : 0.001;
  return rounds;
})()`;
/** What the loop does on the slowest machine that is meant: about a quarter of a laptop. */
const SLOW_ROUNDS = 2_500;

/** How many times as fast as the slowest machine that is meant. */
const speedOf = async (page: Page): Promise<number> => {
  let rounds = 0;
  // The first is not compiled yet.
  for (let turn = 0; turn < 3; turn += 1)
    rounds = Math.max(rounds, z.number().parse(await page.evaluate(LOOP)));
  return rounds / SLOW_ROUNDS;
};

/** One visit of a place with nothing kept from before, over the line of Lighthouse's desktop run. */
export const visitFresh = async (
  browser: Browser,
  token: string,
  address: string,
  settled: (page: Page) => Promise<void>,
): Promise<PageSpeed> => {
  const context = await browser.newContext({ viewport: { width: 1350, height: 940 } });
  try {
    const page = await context.newPage();
    const speed = await speedOf(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: (10_240 * 1024) / 8,
      uploadThroughput: (10_240 * 1024) / 8,
    });
    await page.addInitScript(
      `sessionStorage.setItem('threadkeeper.session', ${JSON.stringify(`${token}\n`)});`,
    );
    await page.addInitScript(WATCH);
    await page.goto(address);
    await settled(page);
    // What comes late moves things, too.
    await page.waitForTimeout(700);
    const { paint, blocked, ...moved } = measured.parse(await page.evaluate('window.pageSpeed()'));
    // A machine so busy that it is slower still is not the page's fault.
    const slower = Math.max(1, 1 / speed);
    return { ...moved, paint: paint / slower, blocked: blocked / slower };
  } finally {
    await context.close();
  }
};

const least = (values: readonly number[]): number => Math.min(...values);

/** The best of several visits, each figure by itself: whatever else the machine does adds to it. */
export const bestOf = (visits: readonly PageSpeed[]): Omit<PageSpeed, 'shifted'> => ({
  paint: least(visits.map(({ paint }) => paint)),
  shift: least(visits.map(({ shift }) => shift)),
  blocked: least(visits.map(({ blocked }) => blocked)),
});
