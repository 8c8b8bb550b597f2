import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { decode } from '../../bots/teams/decode';
import { MAKE_TICKET, NEW_TICKET } from '../../bots/teams/decode-invoke';
import { teamsManifest } from '../../bots/teams/manifest';

/** What Microsoft's schema 1.25 demands of the parts that we use; anything else is refused. */
const text = (most: number) => z.string().min(1).max(most);
const https = z.url({ protocol: /^https$/ }).max(2048);
const scope = z.enum(['team', 'personal', 'groupChat']);
const command = z.strictObject({ title: text(32), description: text(128) });
const schema = z.strictObject({
  $schema: z.literal(
    'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json',
  ),
  manifestVersion: z.literal('1.25'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: text(32),
    websiteUrl: https,
    privacyUrl: https,
    termsOfUseUrl: https,
  }),
  name: z.strictObject({ short: text(30), full: text(100) }),
  description: z.strictObject({ short: text(80), full: text(4000) }),
  icons: z.strictObject({ color: text(2048), outline: text(2048) }),
  accentColor: z.string().regex(/^#[\dA-F]{6}$/),
  defaultInstallScope: z.enum(['personal', 'team', 'groupChat', 'meetings']),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes: z.array(scope).min(1).max(3),
        supportsFiles: z.boolean(),
        isNotificationOnly: z.literal(false),
        commandLists: z
          .array(
            z.strictObject({ scopes: z.array(scope).min(1), commands: z.array(command).max(10) }),
          )
          .max(3),
      }),
    )
    .length(1),
  composeExtensions: z
    .array(
      z.strictObject({
        botId: z.guid(),
        commands: z
          .array(
            z.strictObject({
              id: text(64),
              type: z.literal('action'),
              title: text(32),
              description: text(128),
              context: z.array(z.enum(['compose', 'commandBox', 'message'])).min(1),
              fetchTask: z.literal(true),
            }),
          )
          .max(10),
      }),
    )
    .length(1),
  // Demanded from 1.25 on of every app for teams, at the root: shared channels too.
  supportsChannelFeatures: z.literal('tier1'),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[\w.*-]+(?::\d+)?$/)).max(16),
  webApplicationInfo: z.strictObject({ id: z.guid(), resource: https }),
  authorization: z.strictObject({
    permissions: z.strictObject({
      resourceSpecific: z
        .array(
          z.strictObject({
            // Read only, of the team or chat that its owner agrees for.
            name: z.string().regex(/^\w+\.Read\.(?:Group|Chat)$/),
            type: z.literal('Application'),
          }),
        )
        .max(16),
    }),
  }),
});

const OPTIONS = {
  name: 'Northwind support',
  appId: '5f1c2d3e-0000-4000-8000-000000000001',
  publicUrl: 'https://desk.northwind.example/',
  version: '1.0.0',
};

describe('the manifest for Teams', () => {
  const manifest = schema.parse(teamsManifest(OPTIONS));

  it('is what the schema demands, whatever the desk is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.domain(), (name, host) => {
        const made = teamsManifest({ ...OPTIONS, name, publicUrl: `https://${host}` });
        expect(schema.safeParse(made).error).toBeUndefined();
      }),
    );
  });

  it('names one app: the bot’s, everywhere', () => {
    const ids = [
      manifest.id,
      manifest.bots[0]?.botId,
      manifest.composeExtensions[0]?.botId,
      manifest.webApplicationInfo.id,
    ];
    expect(new Set(ids)).toEqual(new Set([OPTIONS.appId]));
    expect(manifest.validDomains).toEqual(['desk.northwind.example']);
  });

  it('asks to hear every message, and who is in a channel that others share', () => {
    const asked = manifest.authorization.permissions.resourceSpecific.map(({ name }) => name);
    expect(asked).toEqual(
      expect.arrayContaining([
        'ChannelMessage.Read.Group',
        'ChatMessage.Read.Chat',
        'ChannelMember.Read.Group',
        'TeamMember.Read.Group',
        'ChatMember.Read.Chat',
      ]),
    );
  });

  it('offers only commands that the desk understands', () => {
    for (const { title } of manifest.bots[0]?.commandLists[0]?.commands ?? []) {
      const words = title === 'find' ? 'find export fails' : title;
      const activity = {
        type: 'message',
        id: '1',
        text: words,
        from: { id: '29:1', aadObjectId: 'a' },
        recipient: { id: '28:bot' },
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
      };
      const [event] = decode(Buffer.from(JSON.stringify(activity)));
      expect([title, event?.kind]).toEqual([title, 'command']);
    }
    const actions = manifest.composeExtensions[0]?.commands.map(({ id }) => id);
    expect(actions).toEqual([MAKE_TICKET, NEW_TICKET]);
  });
});
