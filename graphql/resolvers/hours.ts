import { Arg, Args, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { assignCalendarIn, keepCalendarIn, keepPolicyIn } from '../../src/app/care/change-hours';
import type { CalendarScope } from '../../src/app/ports/care';
import type { Readers } from '../../src/app/ports/readers';
import { DeskError } from '../../src/domain/errors';
import type { DeskContext } from '../context';
import { uuidOrNull } from '../global-id';
import type { HoursChanged, HoursRunner } from '../hours-mutation';
import { intervalsOf } from '../intervals';
import { connectionOf, sliceOf } from '../paging';
import { CalendarConnection, type CalendarNode, calendarNode } from '../types/calendar';
import { type Connection, PageArgs } from '../types/connection';
import { LEADS, STAFF } from '../types/enums';
import { AssignCalendarInput, SetCalendarInput, SetSlaPolicyInput } from '../types/hours-inputs';
import {
  AssignCalendarPayload,
  type HoursPayload,
  SetCalendarPayload,
  SetSlaPolicyPayload,
} from '../types/hours-payloads';
import { recomputedTickets } from '../types/recomputed';
import { SlaPolicyConnection, type SlaPolicyNode, slaPolicyNode } from '../types/sla-policy';

const INPUT = { description: 'What to keep.' } as const;

const said = ({ errors, replayed, result, foreseen }: HoursChanged): HoursPayload => ({
  errors,
  replayed,
  result,
  recomputed: foreseen === null ? null : recomputedTickets(foreseen),
});

const scopeOf = (input: AssignCalendarInput, tenantId: string): CalendarScope => {
  const customerId = uuidOrNull('Customer', input.customerId);
  const queueId = uuidOrNull('Queue', input.queueId);
  if (customerId !== null && queueId !== null)
    throw new DeskError('invalid', 'ONE_SCOPE', 'Name a customer or a queue, not both.', null, [
      'queueId',
    ]);
  if (customerId !== null) return { of: 'CUSTOMER', id: customerId };
  return queueId === null ? { of: 'DESK', id: tenantId } : { of: 'QUEUE', id: queueId };
};

/** When the desk is open, and what its customers may expect. */
@Resolver()
export class HoursResolver {
  constructor(
    private readonly run: HoursRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(STAFF)
  @Query(() => CalendarConnection, { description: 'Calendars, by name.' })
  async calendars(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<CalendarNode>> {
    const page = await this.readers.calendars(principal.tenantId, sliceOf('calendar', args));
    return connectionOf('calendar', page, calendarNode);
  }

  @Authorized(STAFF)
  @Query(() => SlaPolicyConnection, { description: 'Service levels, by tier.' })
  async slaPolicies(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<SlaPolicyNode>> {
    const page = await this.readers.policies(principal.tenantId, sliceOf('policy', args));
    return connectionOf('policy', page, slaPolicyNode);
  }

  @Authorized(LEADS)
  @Mutation(() => SetCalendarPayload, {
    description:
      'Makes a calendar, or its next version. Open tickets are reckoned again, and each says so in its history.',
  })
  async setCalendar(
    @Arg('input', () => SetCalendarInput, INPUT) input: SetCalendarInput,
    @Ctx() context: DeskContext,
  ): Promise<SetCalendarPayload> {
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'setCalendar', input, (tx, now) =>
      keepCalendarIn(
        tx,
        actor,
        {
          name: input.name,
          zone: input.zone,
          opening: intervalsOf(input.opening, 'opening'),
          holidays: (input.holidays ?? []).map(({ date, name }) => ({ date, name })),
          country: input.country ?? null,
          region: input.region ?? null,
          expectedVersion: input.expectedVersion ?? null,
        },
        now,
      ),
    );
    return { ...said(done), calendar: await this.calendar(context, done.subjectId) };
  }

  @Authorized(LEADS)
  @Mutation(() => AssignCalendarPayload, {
    description:
      'Says for whom a calendar counts. The customer’s own counts before the tier’s, the queue’s and the desk’s.',
  })
  async assignCalendar(
    @Arg('input', () => AssignCalendarInput, INPUT) input: AssignCalendarInput,
    @Ctx() context: DeskContext,
  ): Promise<AssignCalendarPayload> {
    const { actor, tenantId } = context.principal;
    const id = uuidOrNull('Calendar', input.calendarId);
    const done = await this.run.perform(context, 'assignCalendar', input, async (tx) => {
      await assignCalendarIn(tx, actor, scopeOf(input, tenantId), id);
      return { id, result: 'UPDATED' };
    });
    return { ...said(done), calendar: await this.calendar(context, id) };
  }

  @Authorized(LEADS)
  @Mutation(() => SetSlaPolicyPayload, {
    description:
      'Makes the policy of a tier, or its next version. Open tickets are reckoned again, and each says so in its history.',
  })
  async setSlaPolicy(
    @Arg('input', () => SetSlaPolicyInput, INPUT) input: SetSlaPolicyInput,
    @Ctx() context: DeskContext,
  ): Promise<SetSlaPolicyPayload> {
    const { actor, tenantId } = context.principal;
    const done = await this.run.perform(context, 'setSlaPolicy', input, (tx) =>
      keepPolicyIn(tx, actor, {
        tier: input.tier ?? '',
        calendarId: uuidOrNull('Calendar', input.calendarId),
        pauseWhile: input.pauseWhile ?? ['CUSTOMER'],
        warnPercent: input.warnPercent ?? 80,
        targets: input.targets.map(({ priority, measure, seconds, hours }) => ({
          priority,
          measure,
          seconds,
          hours: hours ?? 'BUSINESS',
        })),
        expectedVersion: input.expectedVersion ?? null,
      }),
    );
    const ids = done.subjectId === null ? [] : [done.subjectId];
    const [policy = null] = await this.readers.policiesById(tenantId, ids);
    return { ...said(done), policy: policy === null ? null : slaPolicyNode(policy) };
  }

  private async calendar(context: DeskContext, id: string | null): Promise<CalendarNode | null> {
    const ids = id === null ? [] : [id];
    const [found = null] = await this.readers.calendarsById(context.principal.tenantId, ids);
    return found === null ? null : calendarNode(found);
  }
}
