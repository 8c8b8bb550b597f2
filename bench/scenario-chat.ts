import { setTimeout as pause } from 'node:timers/promises';
import type { SlackSandbox } from '../sandbox/handle';
import { fields, type JsonObject, objects, text } from '../sandbox/json';
import type { Message, SandboxSeed } from '../sandbox/model';
import { defaultSeed } from '../sandbox/seed';
import { startSlackSandbox } from '../sandbox/slack';
import { startDesk } from '../src/entry/start-desk';
import { readConfig } from '../src/lib/config';
import { createLogger } from '../src/lib/logger';
import { type Bench, BOT_TOKEN, deskSettings, type Scenario, SIGNING_SECRET } from './bench';
import { scratchDirectory } from './desk-process';
import type { Figure, Limit } from './report';
import { median, percentile } from './stats';

const ROOMS = 20;
const TRIAGE = 'C0TRIAGE';
const PATIENCE_MS = 60_000;

/** Resolves with what `look` finds, as soon as the workspace shows it. */
const shown = <Found>(
  slack: SlackSandbox,
  what: string,
  look: () => Found | undefined,
): Promise<Found> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      reject(new Error(`the workspace never showed ${what}`));
    }, PATIENCE_MS);
    const again = (): void => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      forget();
      resolve(found);
    };
    const forget = slack.world.onChange(again);
    again();
  });

const cardOf = (slack: SlackSandbox, words: string): Message | undefined =>
  slack.world
    .log(TRIAGE)
    .findLast((message) => message.thread_ts === null && JSON.stringify(message).includes(words));

const buttonsOf = (message: Message): JsonObject[] =>
  [
    ...objects(message.blocks ?? []),
    ...objects(message.attachments ?? []).flatMap((it) => objects(it.blocks)),
  ].flatMap((block) =>
    block.type === 'actions'
      ? objects(block.elements).map((one) => ({ ...one, block_id: block.block_id }))
      : [],
  );

const claimButton = (message: Message): JsonObject | undefined =>
  buttonsOf(message).find((button) => text(fields(button.text).text) === 'Claim');

const say = (slack: SlackSandbox, index: number, words: string): void => {
  slack.post({ channel: `C0ROOM${index % ROOMS}`, user: 'U0HANK', text: words });
};

/** The practice workspace with more shared channels: messages of one channel keep their order. */
const seed = (): SandboxSeed => {
  const plain = defaultSeed();
  const globex = plain.channels.find(({ id }) => id === 'C0GLOBEX');
  if (globex === undefined) throw new Error('the practice workspace has no Globex');
  const rooms = Array.from({ length: ROOMS }, (_, index) => ({
    ...globex,
    id: `C0ROOM${index}`,
    name: `ext-globex-${index}`,
  }));
  return { ...plain, channels: [...plain.channels, ...rooms] };
};

const claim = async (slack: SlackSandbox, card: Message): Promise<void> => {
  const button = claimButton(card);
  const [actionId, blockId] = [text(button?.action_id), text(button?.block_id)];
  if (actionId === undefined) throw new Error('the card has no claim button');
  await slack.press({
    user: 'U0ADA',
    channel: TRIAGE,
    ts: card.ts,
    actionId,
    ...(blockId === undefined ? {} : { blockId }),
  });
};

/** The least any way through a desk takes: one commit, and one call of the workspace's API. */
const leastMs = async (slack: SlackSandbox, commit: () => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const from = performance.now();
    await commit();
    await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}` },
    }).then((response) => response.text());
    took.push(performance.now() - from);
  }
  return median(took);
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

interface Sample {
  readonly cards: readonly number[];
  readonly claims: readonly number[];
  readonly perSecond: number;
}

const sample = async (bench: Bench, slack: SlackSandbox): Promise<Sample> => {
  const cards: number[] = [];
  const claims: number[] = [];
  for (let index = 0; index < (bench.quick ? 25 : 150); index += 1) {
    const words = `Question ${index}: why is the export empty?`;
    const took = await timed(async () => {
      say(slack, index, words);
      await shown(slack, `the card of “${words}”`, () => cardOf(slack, words));
    });
    const card = cardOf(slack, words);
    if (card === undefined) throw new Error('the card vanished');
    const tookClaim = await timed(async () => {
      await claim(slack, card);
      await shown(slack, `that ${card.ts} is claimed`, () => {
        const now = slack.world.find(TRIAGE, card.ts);
        return now === null || now === undefined || claimButton(now) !== undefined
          ? undefined
          : now;
      });
    });
    // The first few warm up compilers, plans and look-ups.
    if (index < 5) continue;
    cards.push(took);
    claims.push(tookClaim);
  }
  const burst = bench.quick ? 60 : 400;
  const rootsBefore = slack.world.log(TRIAGE).filter((one) => one.thread_ts === null).length;
  const burstMs = await timed(async () => {
    for (let index = 0; index < burst; index += 1) {
      say(slack, index, `Burst ${index}: it is down`);
      // Two of the same millisecond would count as one request.
      if (index % ROOMS === ROOMS - 1) await pause(2);
    }
    await shown(slack, 'every card of the burst', () => {
      const roots = slack.world.log(TRIAGE).filter((one) => one.thread_ts === null).length;
      return roots - rootsBefore >= burst ? true : undefined;
    });
  });
  return { cards, claims, perSecond: (burst / burstMs) * 1000 };
};

const latency = (
  what: string,
  took: readonly number[],
  share: number,
  limits: readonly Limit[],
): Figure => ({
  what: `${what}, p${share * 100}`,
  value: percentile(took, share),
  unit: 'ms',
  against: limits,
  note: `n = ${took.length}, one at a time; workspace and desk in one process`,
});

/** A customer's message until the card stands in triage, and a press of Claim until it is redrawn. */
export const chatScenario: Scenario = async (bench) => {
  const slack = await startSlackSandbox({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    seed: seed(),
  });
  const data = scratchDirectory();
  const url = (await bench.server?.createDatabase()) ?? null;
  const config = readConfig({
    ...deskSettings({ ...bench, slack }, data.path, url),
    HOST: '127.0.0.1',
    PORT: '0',
    POST_INTERVAL_MS: '0',
    GROUPING_WINDOW_SEC: '0',
  });
  const desk = await startDesk(config, createLogger('silent'));
  try {
    slack.deliverTo(`http://127.0.0.1:${desk.port}`);
    await desk.installed;
    const { dataSource } = desk.building.databases.desk;
    await dataSource.query('create table bench_commit (n int)');
    const least = await leastMs(slack, () =>
      dataSource.query('insert into bench_commit values (1)'),
    );
    const { cards, claims, perSecond } = await sample(bench, slack);
    const floor = { name: 'one commit and one API call', value: least };
    return [
      latency('message -> card in triage', cards, 0.5, [floor]),
      latency('message -> card in triage', cards, 0.95, [
        floor,
        { name: 'promised to the customer (C1)', value: 5_000 },
      ]),
      latency('claim -> card redrawn', claims, 0.5, [floor]),
      latency('claim -> card redrawn', claims, 0.95, [floor]),
      {
        what: 'burst of messages -> cards in triage',
        value: perSecond,
        unit: 'tickets/s',
        against: [],
        note: `${ROOMS} busy channels; Slack's posting limit switched off`,
      },
    ];
  } finally {
    slack.deliverTo(null);
    for (const step of desk.stopSteps) await step.run();
    await slack.stop();
    data.remove();
  }
};
