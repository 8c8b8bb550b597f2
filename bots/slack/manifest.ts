import { MAKE_TICKET } from './decode-interaction';
import { BOT_EVENTS, BOT_SCOPES } from './scopes';

export interface ManifestOptions {
  readonly publicUrl: string;
  readonly socketMode: boolean;
  readonly name: string;
}

/** The app as Slack's "create from manifest" takes it. Each vendor installs it as its own app. */
export const slackManifest = ({ publicUrl, socketMode, name }: ManifestOptions): object => {
  const base = publicUrl.replace(/\/+$/, '');
  const door = socketMode ? {} : { request_url: `${base}/slack/events` };
  const command = socketMode ? {} : { url: `${base}/slack/events` };
  return {
    display_information: {
      name: name.slice(0, 35),
      description: 'The support desk in your shared channels.',
      background_color: '#1d2b3a',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        // Answers to presses on the home page arrive there; closed, Slack refuses them.
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: name.slice(0, 80), always_online: true },
      shortcuts: [
        {
          name: 'Make this a ticket',
          type: 'message',
          callback_id: MAKE_TICKET,
          description: 'Open a ticket from this message.',
        },
      ],
      slash_commands: [
        {
          command: '/desk',
          ...command,
          description: 'Your tickets, search and help.',
          usage_hint: 'help | new | mine | search <words>',
          // People are named in `/desk level`; without this Slack sends a bare "@name" nobody can be found by.
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      ...(socketMode ? {} : { redirect_urls: [`${base}/slack/oauth_redirect`] }),
      scopes: { bot: BOT_SCOPES },
    },
    settings: {
      event_subscriptions: { ...door, bot_events: BOT_EVENTS },
      interactivity: { is_enabled: true, ...door },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: false,
    },
  };
};
