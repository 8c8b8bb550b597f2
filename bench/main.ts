import { inspect } from 'node:util';
import { startSlackSandbox } from '../sandbox/slack';
import { type Bench, BOT_TOKEN, type Scenario, SIGNING_SECRET } from './bench';
import { ROOT } from './desk-process';
import { openServer } from './postgres';
import { BUSY, type Figure, save, surroundings, table } from './report';
import { chatScenario } from './scenario-chat';
import { doorScenario } from './scenario-door';
import { exportScenario } from './scenario-export';
import { listScenario } from './scenario-list';
import { metricsScenario } from './scenario-metrics';
import { processScenario } from './scenario-process';
import { searchScenario } from './scenario-search';
import { sweepScenario } from './scenario-sweep';
import { teamsScenario } from './scenario-teams';
import { upkeepScenario } from './scenario-upkeep';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  door: doorScenario,
  teams: teamsScenario,
  chat: chatScenario,
  list: listScenario,
  export: exportScenario,
  search: searchScenario,
  metrics: metricsScenario,
  upkeep: upkeepScenario,
  sweep: sweepScenario,
  process: processScenario,
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `npm run bench [-- --quick] [-- door teams chat list export search metrics upkeep sweep process]`: each figure beside a limit of the same run. */
const main = async (): Promise<void> => {
  const given = process.argv.slice(2);
  const quick = given.includes('--quick');
  const named = given.filter((word) => !word.startsWith('--'));
  const unknown = named.filter((name) => SCENARIOS[name] === undefined);
  if (unknown.length > 0)
    throw new Error(
      `no scenario ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}`,
    );
  const server = await openServer();
  const slack = await startSlackSandbox({ signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN });
  const about = surroundings(quick, server?.description ?? 'embedded');
  say(`${about.commit}, node ${about.node}, ${about.cpus}, ${about.database}`);
  if (about.loadBefore > BUSY)
    say(
      `The machine is busy (load ${about.loadBefore.toFixed(1)}): compare the ratios, not the values.`,
    );
  const bench: Bench = { quick, server, slack, say };
  const figures: Figure[] = [];
  const from = performance.now();
  try {
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      if (named.length > 0 && !named.includes(name)) continue;
      const began = performance.now();
      figures.push(...(await scenario(bench)));
      say(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
  } finally {
    await slack.stop();
    await server?.stop();
  }
  say(`\n${table(figures)}\n`);
  say(
    `${((performance.now() - from) / 1000).toFixed(0)} s; written to ${save(ROOT, about, figures)}`,
  );
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exit(1);
  },
);
