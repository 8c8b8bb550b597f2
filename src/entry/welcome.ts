/** What a person sees who started the desk on a laptop. */
export const welcome = (at: {
  readonly sandboxUrl: string;
  readonly url: string;
  readonly adminToken: string;
}): void => {
  process.stdout.write(
    [
      '',
      '  Threadkeeper is running with a local chat workspace. Nothing leaves this machine.',
      '',
      `  Chat, as customer and as agent   ${at.sandboxUrl}`,
      `  Dashboard                        ${at.url}/`,
      `  GraphQL                          ${at.url}/graphql`,
      `  Admin token                      ${at.adminToken}`,
      '',
      '  Write as Hank on the left, and watch the card appear in #support-triage on the right.',
      '  Each side works in Slack or in Teams: switch at its top.',
      '',
      '',
    ].join('\n'),
  );
};
