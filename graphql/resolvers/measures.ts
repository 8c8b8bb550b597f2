import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Resolver,
  Root,
} from 'type-graphql';
import { besides, drillDown, PARTS, type Part } from '../../src/app/metrics/drill-down';
import { checkRequest, type Measured, measure } from '../../src/app/metrics/measure';
import type { Measure } from '../../src/app/metrics/measure-rule';
import { definitionOf, RULES, unitOf } from '../../src/app/metrics/measures';
import { windowBefore } from '../../src/app/metrics/window';
import type { FactDimension } from '../../src/app/ports/facts';
import { ERROR_BOUND } from '../../src/domain/histogram';
import type { DeskContext } from '../context';
import { globalId, type IdType, parseGlobalId } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, PageArgs } from '../types/connection';
import { LEADS, STAFF } from '../types/enums';
import {
  MeasuredFact,
  MeasuredFactConnection,
  Measurement,
  measuredFact,
  PreviousFigure,
  QualityFigure,
} from '../types/measure';
import { FigurePartEnum } from '../types/measure-enums';
import { factFilterOf, MeasuresInput } from '../types/measure-inputs';
import { MetricsNode } from '../types/metrics';
import { TicketNode, ticketNode } from '../types/ticket';
import { type FigureSource, plain, twins, whole } from './measure-quality';

const KEY_TYPES: Readonly<Partial<Record<FactDimension, IdType>>> = {
  CUSTOMER: 'Customer',
  QUEUE: 'Queue',
  CHANNEL: 'Channel',
  AGENT: 'Member',
  LABEL: 'Label',
};

const keyOf = (by: FactDimension | null, key: string | null): string | null => {
  const type = by === null ? undefined : KEY_TYPES[by];
  return type === undefined || key === null ? key : globalId(type, key);
};

@ArgsType()
class FactArgs extends PageArgs {
  @Field(() => FigurePartEnum, { nullable: true, description: 'Which part. Default: all.' })
  @IsOptional()
  @IsIn(PARTS)
  part?: Part | null;

  @Field(() => String, { nullable: true, description: 'Only of the group with this key.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  groupKey?: string | null;
}

/** Measures as one asks for them: one definition behind every figure. */
@Resolver(() => MetricsNode)
export class MeasuresResolver {
  constructor(private readonly source: FigureSource) {}

  @Authorized(LEADS)
  @FieldResolver(() => [Measurement], {
    description: 'Figures over a window, in time, parted and filtered; in the order asked for.',
  })
  async measures(
    @Arg('input', () => MeasuresInput, { description: 'Which, of when, of whom.' })
    input: MeasuresInput,
    @Ctx() context: DeskContext,
  ): Promise<readonly Measurement[]> {
    const { tenantId } = context.principal;
    const { readers, longFigures } = this.source;
    const zone = input.zone ?? (await readers.settings(tenantId)).zone;
    const groupBy = input.groupBy ?? null;
    const request: Measurement['request'] = {
      window: { from: input.window.from, to: input.window.to },
      asOf: input.asOf ?? context.now,
      zone,
      bucket: input.bucket ?? null,
      groupBy,
      filter: factFilterOf(input.filter),
      isNow: (input.asOf ?? null) === null,
      hours: input.hours ?? 'CALENDAR',
    };
    checkRequest(request, context.now);
    const counting = longFigures.counting(readers, tenantId, context);
    const answer = async (name: Measure): Promise<Measurement> => {
      const measured: Measured = await measure(readers, tenantId, name, request, counting);
      const { aggregate } = RULES[name];
      return {
        measure: name,
        unit: unitOf(name, request.hours),
        definition: definitionOf(name, request.hours),
        ...request.window,
        asOf: request.asOf,
        zone,
        errorBound: aggregate.as === 'DURATION' ? ERROR_BOUND : 0,
        request,
        figure: plain(measured.figure),
        buckets: measured.buckets.map(bucket),
        groups: measured.groups.map((group) => ({
          key: keyOf(groupBy, group.key),
          label: group.label,
          figure: plain(group.figure),
          buckets: group.buckets.map(bucket),
        })),
        groupsLeftOut: measured.groupsLeftOut,
      };
    };
    return Promise.all(input.measures.map(answer));
  }
}

const bucket = (stretch: Measured['buckets'][number]) => ({
  ...stretch,
  figure: plain(stretch.figure),
});

/** What stands beside a figure and behind it; computed only if asked for. */
@Resolver(() => Measurement)
export class MeasurementResolver {
  constructor(private readonly source: FigureSource) {}

  @Authorized(LEADS)
  @FieldResolver(() => PreviousFigure, {
    description: 'The figure of the window of the same length just before, with its own quality.',
  })
  async previous(
    @Root() { measure: of, request: asked }: Measurement,
    @Ctx() context: DeskContext,
  ): Promise<PreviousFigure> {
    const window = windowBefore(asked.window);
    const request = { ...asked, window };
    return { ...(await whole(this.source, context, of, request)), ...window, of, request };
  }

  @Authorized(LEADS)
  @FieldResolver(() => [QualityFigure], {
    description: 'What tells whether the figure was bought dearly: never show it alone.',
  })
  quality(@Root() root: Measurement, @Ctx() context: DeskContext): Promise<QualityFigure[]> {
    return twins(this.source, context, root.measure, root.request);
  }

  @Authorized(LEADS)
  @FieldResolver(() => Int, {
    description:
      'Facts of the window that had ended at `asOf` and were told otherwise later. 0 as of now.',
  })
  async revised(@Root() root: Measurement, @Ctx() context: DeskContext): Promise<number> {
    return (await this.aside(root, context)).revised;
  }

  @Authorized(LEADS)
  @FieldResolver(() => Int, {
    description: 'Tickets that changed and are not counted yet; usually 0, gone within seconds.',
  })
  async uncounted(@Root() root: Measurement, @Ctx() context: DeskContext): Promise<number> {
    return (await this.aside(root, context)).uncounted;
  }

  @Authorized(LEADS)
  @FieldResolver(() => MeasuredFactConnection, {
    description: 'What stands behind the figure, oldest first: the tickets one clicks through to.',
  })
  async facts(
    @Root() root: Measurement,
    @Args(() => FactArgs) args: FactArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<MeasuredFact>> {
    const { groupBy } = root.request;
    const key = args.groupKey ?? null;
    const group =
      groupBy === null || key === null
        ? null
        : { by: groupBy, key: parseGlobalId(key)?.uuid ?? key };
    const { readers, longFigures } = this.source;
    const { tenantId } = context.principal;
    const page = await drillDown(
      readers,
      tenantId,
      root.measure,
      root.request,
      args.part ?? 'ALL',
      group,
      sliceOf('fact', args),
      longFigures.counting(readers, tenantId, context),
    );
    return connectionOf('fact', page, measuredFact);
  }

  private aside(root: Measurement, context: DeskContext) {
    return besides(this.source.readers, context.principal.tenantId, root.measure, root.request);
  }
}

/** The ticket of a fact, where somebody wants to read more of it than its number. */
@Resolver(() => MeasuredFact)
export class MeasuredFactResolver {
  @Authorized(STAFF)
  @FieldResolver(() => TicketNode, { nullable: true, description: 'The ticket itself.' })
  async ticket(
    @Root() fact: MeasuredFact,
    @Ctx() { loaders }: DeskContext,
  ): Promise<TicketNode | null> {
    const view = await loaders.ticket(fact.ticketUuid);
    return view === null ? null : ticketNode(view);
  }
}
