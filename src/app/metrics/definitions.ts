export const METRICS = ['OPEN', 'WAITING_ON_US', 'FIRST_RESPONSE'] as const;
export type Metric = (typeof METRICS)[number];

/** What a figure means, told wherever the figure is shown. */
export const DEFINITIONS: Readonly<Record<Metric, string>> = {
  OPEN: 'Tickets with status NEW, OPEN or SNOOZED.',
  WAITING_ON_US: 'Tickets with status NEW or OPEN whose next step is ours (waitingOn US).',
  FIRST_RESPONSE:
    'From the first public customer message to the first public message written by a person of our ' +
    'side, in calendar seconds, over tickets opened in [from, to). Acknowledgements, bots, emoji, ' +
    'notes and forms never stop it. Tickets that are not requests or were merged are left out. ' +
    'Tickets without an answer count as censored (Kaplan-Meier) at asOf, or at their end. ' +
    'The mean is cut at the longest observed wait, so it is a lower bound while anyone still waits.',
};
