import { Arg, Args, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import type { Tx } from '../../src/app/ports/store';
import { NEWEST_WEBHOOK_VERSION, WEBHOOK_VERSIONS } from '../../src/app/ports/webhooks';
import {
  createWebhookIn,
  deleteWebhookIn,
  replayDeliveryIn,
  replayWebhookIn,
  rotateWebhookSecretIn,
  updateWebhookIn,
} from '../../src/app/webhooks/change-webhook';
import type { Administered, AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, PageArgs } from '../types/connection';
import { ADMINS } from '../types/enums';
import type { OnceInput } from '../types/ticket-inputs';
import {
  CreateWebhookPayload,
  DeleteWebhookPayload,
  type KeyedWebhookPayload,
  ReplayWebhookDeliveryPayload,
  ReplayWebhookPayload,
  RotateWebhookSecretPayload,
  UpdateWebhookPayload,
  WebhookConnection,
  WebhookDeliveryConnection,
  type WebhookDeliveryNode,
  type WebhookNode,
  type WebhookPayload,
  webhookDeliveryNode,
  webhookNode,
} from '../types/webhook';
import {
  CreateWebhookInput,
  DeleteWebhookInput,
  ReplayWebhookDeliveryInput,
  ReplayWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
  WebhookDeliveryArgs,
} from '../types/webhook-inputs';

const INPUT = { description: 'What to change.' } as const;
const DAY_SEC = 86_400;

type Make = (tx: Tx, now: Date) => Promise<{ readonly id: string; readonly secret: string }>;

/** Who is told of what happens, and what became of each telling. */
@Resolver()
export class WebhooksResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
    private readonly allowsLocal: boolean,
  ) {}

  @Authorized(ADMINS)
  @Query(() => WebhookConnection, { description: 'Webhooks, newest first.' })
  async webhooks(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<WebhookNode>> {
    const page = await this.readers.webhooks(context.principal.tenantId, sliceOf('webhook', args));
    return connectionOf('webhook', page, webhookNode);
  }

  @Authorized(ADMINS)
  @Query(() => [String], {
    description: 'The versions whose bodies a webhook can get, oldest first.',
  })
  webhookVersions(): readonly string[] {
    return WEBHOOK_VERSIONS;
  }

  @Authorized(ADMINS)
  @Query(() => WebhookDeliveryConnection, {
    description: 'What a webhook was told, newest event first.',
  })
  async webhookDeliveries(
    @Args(() => WebhookDeliveryArgs) args: WebhookDeliveryArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<WebhookDeliveryNode>> {
    const page = await this.readers.webhookDeliveries(
      context.principal.tenantId,
      uuidOf('Webhook', args.webhookId),
      args.states ?? null,
      sliceOf('delivery', args),
    );
    return connectionOf('delivery', page, webhookDeliveryNode);
  }

  @Authorized(ADMINS)
  @Mutation(() => CreateWebhookPayload, {
    description: 'From now on an address is told of what happens to tickets.',
  })
  createWebhook(
    @Arg('input', () => CreateWebhookInput, INPUT) input: CreateWebhookInput,
    @Ctx() context: DeskContext,
  ): Promise<CreateWebhookPayload> {
    const { name, url } = input;
    const apiVersion = input.apiVersion ?? NEWEST_WEBHOOK_VERSION;
    const wanted = { name, url, kinds: input.kinds ?? [], apiVersion };
    return this.keyed(context, 'createWebhook', input, null, (tx, now) =>
      createWebhookIn(tx, context.principal.actor, wanted, this.allowsLocal, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => RotateWebhookSecretPayload, {
    description: 'Makes a new signing key; for a while the old one signs, too.',
  })
  rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, INPUT) input: RotateWebhookSecretInput,
    @Ctx() context: DeskContext,
  ): Promise<RotateWebhookSecretPayload> {
    const webhookId = uuidOf('Webhook', input.webhookId);
    const overlapSec = input.overlapSeconds ?? DAY_SEC;
    return this.keyed(context, 'rotateWebhookSecret', input, webhookId, (tx, now) =>
      rotateWebhookSecretIn(tx, context.principal.actor, { webhookId, overlapSec }, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => UpdateWebhookPayload, { description: 'Changes a webhook.' })
  updateWebhook(
    @Arg('input', () => UpdateWebhookInput, INPUT) input: UpdateWebhookInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateWebhookPayload> {
    const { name, url, kinds, apiVersion, enabled } = input;
    const patch = {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof url === 'string' ? { url } : {}),
      ...(kinds == null ? {} : { kinds }),
      ...(apiVersion == null ? {} : { apiVersion }),
      ...(typeof enabled === 'boolean' ? { enabled } : {}),
    };
    return this.changed(context, 'updateWebhook', input, (webhookId, tx, now) =>
      updateWebhookIn(tx, context.principal.actor, webhookId, patch, this.allowsLocal, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => ReplayWebhookPayload, {
    description: 'Tells a webhook once more of everything since a time, under the same ids.',
  })
  replayWebhook(
    @Arg('input', () => ReplayWebhookInput, INPUT) input: ReplayWebhookInput,
    @Ctx() context: DeskContext,
  ): Promise<ReplayWebhookPayload> {
    const { since } = input;
    return this.changed(context, 'replayWebhook', input, (webhookId, tx, now) =>
      replayWebhookIn(tx, context.principal.actor, { webhookId, since }, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => DeleteWebhookPayload, { description: 'Deletes a webhook.' })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInput, INPUT) input: DeleteWebhookInput,
    @Ctx() context: DeskContext,
  ): Promise<DeleteWebhookPayload> {
    const subjectId = uuidOf('Webhook', input.webhookId);
    const { errors, replayed } = await this.run.perform(
      context,
      'deleteWebhook',
      input,
      subjectId,
      async (tx) => {
        await deleteWebhookIn(tx, context.principal.actor, subjectId);
        return { subjectId };
      },
    );
    return { errors, replayed };
  }

  @Authorized(ADMINS)
  @Mutation(() => ReplayWebhookDeliveryPayload, {
    description: 'Tells a webhook of one event once more, under the same id.',
  })
  async replayWebhookDelivery(
    @Arg('input', () => ReplayWebhookDeliveryInput, INPUT) input: ReplayWebhookDeliveryInput,
    @Ctx() context: DeskContext,
  ): Promise<ReplayWebhookDeliveryPayload> {
    const { actor, tenantId } = context.principal;
    const subjectId = uuidOf('WebhookDelivery', input.deliveryId);
    const { errors, replayed } = await this.run.perform(
      context,
      'replayWebhookDelivery',
      input,
      subjectId,
      async (tx, now) => {
        await replayDeliveryIn(tx, actor, subjectId, now);
        return { subjectId };
      },
    );
    const [delivery = null] = await this.readers.deliveriesById(tenantId, [subjectId]);
    return {
      delivery: delivery === null ? null : webhookDeliveryNode(delivery),
      errors,
      replayed,
    };
  }

  private async changed(
    context: DeskContext,
    name: string,
    input: OnceInput & { readonly webhookId: string },
    change: (webhookId: string, tx: Tx, now: Date) => Promise<unknown>,
  ): Promise<WebhookPayload> {
    const subjectId = uuidOf('Webhook', input.webhookId);
    const done = await this.run.perform(context, name, input, subjectId, async (tx, now) => {
      await change(subjectId, tx, now);
      return { subjectId };
    });
    return this.shown(context, done);
  }

  private async keyed(
    context: DeskContext,
    name: string,
    input: OnceInput,
    named: string | null,
    make: Make,
  ): Promise<KeyedWebhookPayload> {
    let signingKey: string | null = null;
    const done = await this.run.perform(context, name, input, named, async (tx, now) => {
      const made = await make(tx, now);
      signingKey = made.secret;
      return { subjectId: made.id };
    });
    // Of a change that was rolled back, nothing must be shown.
    const isShown = !done.replayed && done.errors.length === 0;
    return { ...(await this.shown(context, done)), signingKey: isShown ? signingKey : null };
  }

  private async shown(
    context: DeskContext,
    { subjectId, errors, replayed }: Administered,
  ): Promise<WebhookPayload> {
    const [webhook = null] =
      subjectId === null
        ? []
        : await this.readers.webhooksById(context.principal.tenantId, [subjectId]);
    return { webhook: webhook === null ? null : webhookNode(webhook), errors, replayed };
  }
}
