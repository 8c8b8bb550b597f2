import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { changeCareSettingsIn } from '../../src/app/feedback/change-care-settings';
import type { Readers } from '../../src/app/ports/readers';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import {
  CareSettingsNode,
  careSettingsNode,
  UpdateCareSettingsInput,
  UpdateCareSettingsPayload,
} from '../types/care';
import { LEADS } from '../types/enums';

/** How the desk follows up by itself. */
@Resolver()
export class CareResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(LEADS)
  @Query(() => CareSettingsNode, { description: 'How the desk follows up by itself.' })
  async careSettings(@Ctx() context: DeskContext): Promise<CareSettingsNode> {
    return careSettingsNode(await this.readers.careSettings(context.principal.tenantId));
  }

  @Authorized(LEADS)
  @Mutation(() => UpdateCareSettingsPayload, {
    description: 'Changes how the desk follows up by itself.',
  })
  async updateCareSettings(
    @Arg('input', () => UpdateCareSettingsInput, { description: 'What to change.' })
    input: UpdateCareSettingsInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateCareSettingsPayload> {
    const { actor } = context.principal;
    const { errors, replayed } = await this.run.perform(
      context,
      'updateCareSettings',
      input,
      null,
      async (tx) => {
        await changeCareSettingsIn(tx, actor, {
          checkInDays: input.checkInDays ?? null,
          unconfirmedDays: input.unconfirmedDays ?? null,
          ratingCooldownDays: input.ratingCooldownDays ?? null,
          recoveryHours: input.recoveryHours ?? null,
          words: input.words ?? null,
        });
        return {};
      },
    );
    return { errors, replayed, settings: await this.careSettings(context) };
  }
}
