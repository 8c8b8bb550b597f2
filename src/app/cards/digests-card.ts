import { DIGEST_PERIODS, type DigestPeriod } from '../../domain/digest-schedule';
import { bold, type Text, words } from '../../domain/text';
import type { Button, Card } from './card';

const NAMES: Readonly<Record<DigestPeriod, string>> = { DAILY: 'Daily', WEEKLY: 'Weekly' };

const button = (period: DigestPeriod): Button<'team'> => ({
  kind: 'button',
  label: `${NAMES[period]} …`,
  style: 'plain',
  action: 'edit-digest',
  subject: { ticketId: null, version: 0, level: DIGEST_PERIODS.indexOf(period) },
});

/** What is told to supervisors, with a way to change it. */
export const digestsCard = (lines: readonly Text[]): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'neutral',
  blocks: [
    { kind: 'text', text: words(bold('Digests')) },
    ...lines.map((text) => ({ kind: 'text', text }) as const),
    { kind: 'buttons', buttons: [button('DAILY'), button('WEEKLY')] },
  ],
  fallback: 'Digests',
});
