import { v7 as newId } from 'uuid';
import { createSlackBot } from '../bots/slack/slack-bot';
import type { Desk } from '../src/app/desk';
import { handleArrival, type Intake } from '../src/app/intake/handle-arrival';
import { countChanged } from '../src/app/metrics/count-tickets';
import { rollUp } from '../src/app/metrics/roll-up';
import type { ChatPlatform } from '../src/app/ports/chat-platform';
import type { Channel, Member } from '../src/app/ports/records';
import type { Tx } from '../src/app/ports/store';
import { replyIn, solveIn } from '../src/app/tickets/speak';
import { claimIn } from '../src/app/tickets/team-commands';
import type { Database } from '../src/db/data-source';
import { plain } from '../src/domain/text';
import { systemClock } from '../src/lib/clock';
import { log, openMigrated } from './migrated';
import { slackEvent } from './requests';

const WORKSPACE = 'TBENCH';
const CUSTOMERS = 40;
const AGENTS = 10;
/** As many connections as there are. */
const WIDTH = 4;

const seed = async (tx: Tx, now: Date): Promise<readonly Member[]> => {
  const { tenantId } = tx;
  const home = await tx.desk.workspace('slack', WORKSPACE);
  const queue = await tx.desk.defaultQueue();
  const room = (externalId: string, customerId: string | null): Channel => ({
    id: newId(),
    tenantId,
    workspaceId: home?.id ?? '',
    platform: 'slack',
    workspace: WORKSPACE,
    externalId,
    name: externalId.toLowerCase(),
    kind: customerId === null ? 'TRIAGE' : 'CUSTOMER',
    intakeMode: null,
    customerId,
    queueId: queue.id,
    isExternallyShared: customerId !== null,
    active: true,
    joinedAt: now,
  });
  const triage = room('C0TRIAGE', null);
  await tx.desk.insertChannel(triage);
  await tx.desk.setTriageChannel(queue.id, triage.id);
  for (let at = 0; at < CUSTOMERS; at += 1) {
    const id = newId();
    const from = { name: `Customer ${at}`, domain: null, tier: 'Standard', zone: null };
    await tx.desk.insertCustomer(
      { id, tenantId, ...from, ownerId: null, createdAt: now },
      'slack',
      `T0CUSTOMER${at}`,
    );
    await tx.desk.insertChannel(room(`C0BENCH${at}`, id));
    if (at > 0) continue;
    const contact = { id: newId(), tenantId, customerId: id, name: 'Hank', zone: null };
    await tx.people.insertContact(contact, 'slack', 'T0GLOBEX', 'U0HANK');
  }
  const members: Member[] = [];
  for (let at = 0; at < AGENTS; at += 1) {
    const member: Member = {
      ...{ id: newId(), tenantId, name: `Agent ${at}`, role: 'AGENT', active: true },
      ...{ deactivatedByHand: false, queueIds: [], avatarUrl: null, zone: null },
    };
    await tx.people.insertMember(member, 'slack', WORKSPACE, `U0AGENT${at}`);
    members.push(member);
  }
  return members;
};

type Act = 'claim' | 'reply' | 'solve';

const padded = (number: number): string => String(number % 1_000_000).padStart(6, '0');

/** A desk without its doors and postmen: what comes in is stored, read and decided on as always. */
export class UpkeepDesk {
  /** Two of one room in the same moment would count as one request. */
  private readonly since = Math.floor(Date.now() / 1000) - 10_000;

  private constructor(
    readonly database: Database,
    private readonly desk: Desk,
    private readonly intake: Intake,
    private readonly platform: ChatPlatform,
    private readonly members: readonly Member[],
  ) {}

  /** `isCounted` false: nothing is kept for figures at all. */
  static async open(url: string, isCounted: boolean): Promise<UpkeepDesk> {
    const { database, tenantId } = await openMigrated(url);
    const { dataSource, unitOfWork, directory, inbox, inboxLease, installations } = database;
    await dataSource.query('update tenant set grouping_window_sec = 0');
    if (!isCounted)
      await dataSource.query(`do $$ declare one record; begin
        for one in select tgname, tgrelid::regclass::text as place from pg_trigger
          where not tgisinternal and tgfoid::regproc::text like 'metric_mark%'
        loop execute format('alter table %s disable trigger %I', one.place, one.tgname); end loop;
      end $$`);
    const clock = systemClock;
    const desk: Desk = { unitOfWork, directory, clock, log, newId, nudge: () => undefined };
    const slack = createSlackBot({
      ...{ signingSecret: null, appToken: null, clientId: null, clientSecret: null },
      ...{ stateSecret: null, apiUrl: 'http://127.0.0.1:9/', publicUrl: 'http://127.0.0.1' },
      ...{ installations, inbox, clock, log },
      onFormRequest: () => Promise.resolve(),
    });
    const intake = { desk, inbox: inboxLease, triageChannelName: 'triage', installations };
    const members = await unitOfWork.run(tenantId, (tx) => seed(tx, clock.now()));
    return new UpkeepDesk(database, desk, intake, slack.platform, members);
  }

  /** Messages of customers, each in a thread of its own or joining that one. */
  async hear(numbers: readonly number[], said: 'asks' | 'asks again'): Promise<void> {
    const { inbox } = this.database;
    const isFirst = said === 'asks';
    await Promise.all(
      numbers.map((number) => {
        const thread = this.threadOf(number);
        const ts = isFirst ? thread : `${Math.floor(Date.now() / 1000)}.${padded(number)}`;
        const eventId = `Ev${number}-${said.replace(' ', '-')}`;
        const raw = slackEvent({
          ...{ workspace: WORKSPACE, channel: `C0BENCH${number % CUSTOMERS}`, ts, eventId },
          thread: isFirst ? null : thread,
          text: `Request ${number}: the nightly export stopped after the last update, who can look?`,
        });
        return inbox.put({
          ...{ platform: 'slack', workspace: WORKSPACE, dedupKey: eventId, lane: thread },
          raw: Buffer.from(raw),
          occurredAt: new Date(Number(ts) * 1000),
        });
      }),
    );
    for (;;) {
      const leases = await this.intake.inbox.claim('bench', WIDTH);
      if (leases.length === 0) return;
      await Promise.all(leases.map((lease) => handleArrival(this.intake, this.platform, lease)));
    }
  }

  /** Somebody of the desk does something with each ticket. */
  async act(numbers: readonly number[], does: Act): Promise<void> {
    for (let at = 0; at < numbers.length; at += WIDTH)
      await Promise.all(numbers.slice(at, at + WIDTH).map((number) => this.actOn(number, does)));
  }

  /** What the loops of a desk do for its figures. */
  async count(): Promise<void> {
    while ((await countChanged(this.desk, 100)) === 100);
  }

  async roll(): Promise<void> {
    await rollUp(this.desk);
  }

  private threadOf(number: number): string {
    return `${this.since + number}.${padded(number)}`;
  }

  private async actOn(number: number, does: Act): Promise<void> {
    const { id: memberId = '', name = '' } = this.members[number % AGENTS] ?? {};
    const tenantId = this.members[0]?.tenantId ?? '';
    const now = this.desk.clock.now();
    await this.desk.unitOfWork.run(tenantId, async (tx) => {
      const room = { platform: 'slack', workspace: WORKSPACE } as const;
      const channel = await tx.desk.channel({ ...room, channel: `C0BENCH${number % CUSTOMERS}` });
      const ticket = await tx.tickets.findByThread(channel?.id ?? '', this.threadOf(number));
      if (ticket === null) throw new Error(`message ${number} opened no ticket`);
      const actor = { kind: 'member', memberId, name, role: 'AGENT', active: true } as const;
      const request = { ticketId: ticket.id, expectedVersion: null, actor };
      const said = { ...request, memberId, newId, body: plain('It runs again, sorry for that.') };
      if (does === 'claim') await claimIn(tx, request, memberId, now);
      else if (does === 'reply') await replyIn(tx, said, now);
      else await solveIn(tx, said, now);
    });
  }
}
