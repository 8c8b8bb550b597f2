export const INTAKE_MODES = ['EVERY_MESSAGE', 'MENTION', 'EMOJI', 'SHORTCUT', 'OFF'] as const;
export type IntakeMode = (typeof INTAKE_MODES)[number];

/** What became of a customer's message, and why. */
export const INTAKE_REASONS = [
  'NEW_REQUEST',
  'ON_DEMAND',
  'IN_TICKET_THREAD',
  'FOLLOW_UP_IN_WINDOW',
  'GREETING',
  'THANKS',
  'EMOJI_ONLY',
  'EMPTY',
  'NOT_MENTIONED',
  'ON_DEMAND_ONLY',
  'INTAKE_OFF',
  'NOT_A_CUSTOMER',
  'BOT',
  'MEMBER_SPOKE',
  'REVERSED',
] as const;
export type IntakeReason = (typeof INTAKE_REASONS)[number];

export interface IntakeDecision {
  readonly id: string;
  readonly messageId: string;
  readonly verdict: 'TICKET' | 'JOINED' | 'NOT_A_REQUEST';
  readonly reason: IntakeReason;
  readonly ticketId: string | null;
  readonly at: Date;
  /** Who reversed it; null for the rule itself. */
  readonly decidedBy: string | null;
}

const GREETING =
  /^(hi|hello|hey|hiya|yo|good\s+(morning|afternoon|evening|day)|morning|greetings|howdy|hi\s+there|hello\s+there|hey\s+there)(\s+(all|team|everyone|everybody|folks|guys|there))?$/;
const FAREWELL =
  /^((have|enjoy)\s+(a|your|the)\s+((nice|good|great|lovely|wonderful|pleasant)\s+)?(day|weekend|evening|afternoon|morning|week|one|holiday|holidays)|(good\s*)?bye|good\s+night|see\s+(you|ya)(\s+(later|soon|tomorrow))?|take\s+care|best\s+regards|kind\s+regards|regards)$/;
const THANKS =
  /^(ok|okay|k|cool|great|perfect|awesome|nice|super|excellent|brilliant|lovely|got\s+it|will\s+do|noted|understood|sounds\s+good|all\s+good|no\s+problem|np|cheers|ta|ty|thx|tks|thanks|thank\s+you|many\s+thanks|much\s+appreciated|appreciated|you\s+rock|that\s+works|works\s+now|that\s+worked|it\s+works|fixed|solved)$/;
const INTENSIFIER =
  /^(so\s+much|very\s+much|a\s+lot|a\s+million|again|all|team|everyone|guys|folks|for\s+(the|your)\s+(quick\s+|fast\s+|kind\s+)?(help|reply|response|support|answer|update))$/;

/** Letters and digits of any script; emoji, punctuation and mentions are not words. */
const WORD = /[\p{L}\p{N}]/u;
const SHORTCODE = /:[a-z0-9_+'-]+:/gi;

export type Chatter = 'GREETING' | 'THANKS' | 'EMOJI_ONLY' | 'EMPTY';

const phrases = (text: string): string[] =>
  text
    .split(/[.!?,;\n–—-]+/u)
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}\s']/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((part) => part !== '');

const isThanks = (phrase: string): boolean => {
  if (THANKS.test(phrase)) return true;
  const opening =
    /^(thank\s+you|many\s+thanks|thanks|thx|cheers|appreciated|great|perfect|ok|okay)\s+(.+)$/.exec(
      phrase,
    );
  const rest = opening?.[2];
  return (
    rest !== undefined &&
    (INTENSIFIER.test(rest) ||
      isThanks(rest) ||
      (/^@?\w+$/.test(rest) && /^(thank\s+you|thanks|thx|cheers)/.test(phrase)))
  );
};

/**
 * Is this small talk rather than a request? Deterministic, English, and careful: whatever is not
 * surely small talk is null, so that a request is never dropped.
 */
export const chatterOf = (text: string, hasFiles: boolean): Chatter | null => {
  if (hasFiles) return null;
  const bare = text.replace(SHORTCODE, ' ').toLowerCase().normalize('NFKC');
  if (text.trim() === '') return 'EMPTY';
  if (!WORD.test(bare)) return /[?？]/.test(bare) ? null : 'EMOJI_ONLY';
  if (text.includes('?')) return null;
  const parts = phrases(bare);
  const isGreeting = (part: string): boolean => GREETING.test(part) || FAREWELL.test(part);
  if (parts.every(isGreeting)) return 'GREETING';
  if (parts.every((part) => isThanks(part) || isGreeting(part))) return 'THANKS';
  return null;
};

export interface IntakeQuestion {
  readonly mode: IntakeMode;
  readonly mentionsUs: boolean;
  readonly text: string;
  readonly hasFiles: boolean;
}

/** Does a customer's root message open a ticket by itself, and why (not)? */
export const intakeVerdict = (
  question: IntakeQuestion,
): { readonly opens: boolean; readonly reason: IntakeReason } => {
  switch (question.mode) {
    case 'OFF':
      return { opens: false, reason: 'INTAKE_OFF' };
    case 'EMOJI':
    case 'SHORTCUT':
      return { opens: false, reason: 'ON_DEMAND_ONLY' };
    case 'MENTION':
      if (!question.mentionsUs) return { opens: false, reason: 'NOT_MENTIONED' };
      break;
    case 'EVERY_MESSAGE':
      break;
    default:
      return question.mode satisfies never;
  }
  const chatter = chatterOf(question.text, question.hasFiles);
  return chatter === null
    ? { opens: true, reason: 'NEW_REQUEST' }
    : { opens: false, reason: chatter };
};
