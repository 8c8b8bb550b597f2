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
  'LIST_ASKED',
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

export type Chatter = 'GREETING' | 'THANKS' | 'EMOJI_ONLY' | 'EMPTY';

/** Small talk is short. Longer texts are not even looked at, so that none can take long. */
const LONGEST = 400;

/** Letters and digits of any script, also of a name somebody is called by; emoji and punctuation are none. */
const WORD = /[\p{L}\p{N}]/u;
const SHORTCODE = /:[a-z0-9_+'-]+:/gi;
const QUESTION = /[?¿؟՞❓❔]|:(?:grey_|white_)?question:|:interrobang:/iu;

const EVERYBODY = 'all|team|everyone|everybody|folks|guys|there';
const ADDRESSED = new RegExp(`^(?:${EVERYBODY})$`, 'i');
const GREETS = `(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day)|morning|greetings|howdy)(?: there)?`;
const GREETING = new RegExp(`^${GREETS}(?: (?:${EVERYBODY}))?$`, 'i');

const ACKNOWLEDGES = [
  'ok|okay|k|cool|great|perfect|awesome|nice|super|excellent|brilliant|lovely|wonderful|amazing',
  'fantastic|got it|will do|noted|understood|sounds good|all good(?: now)?|all set|no problem|np',
  'no worries|you rock|(?:great|good|nice) (?:job|work)|well done|fixed|solved',
  'that (?:works|worked|helps|helped|fixed it|did it|did the trick)',
  "(?:(?:it|everything) )?works(?: (?:now|again))?|(?:it's )?working (?:now|again)",
].join('|');
const THANKS =
  'thank (?:you|u)|(?:many )?thanks|thx|tnx|tks|tysm|ty|ta|cheers|(?:much )?appreciated';
const MORE = [
  `so much|very much|a lot|a million|a bunch|again|mate|man|${EVERYBODY}`,
  'for (?:the|your|all your) (?:(?:quick|fast|kind|great) )?(?:help|reply|response|support|answer|update)',
].join('|');
const THANKED = `(?:${THANKS})(?: (?:${MORE}))*`;
const PART = `(?:${ACKNOWLEDGES}|${THANKED})`;
const NOTHING_MORE = new RegExp(`^${PART}(?: ${PART})*$`, 'i');
const THANKS_AND_REST = new RegExp(`^(?:${PART} )*${THANKED} (.+)$`, 'i');
const FAREWELL =
  /^(?:(?:have|enjoy) (?:a |your |the )?(?:very )?(?:(?:nice|good|great|lovely|wonderful) )?(?:day|evening|afternoon|morning|week|weekend|holiday|holidays|one)|(?:good )?bye|goodbye|good night|take care|see (?:you|ya)(?: (?:later|soon|tomorrow|monday))?|talk (?:soon|later)|(?:best|kind|warm)(?: regards)?|regards)$/i;
const GREETING_AND_REST = new RegExp(`^${GREETS} (.+)$`, 'i');

/** One word after "thanks" is a name, unless somebody cries for help in two words. */
const NO_NAME = new RegExp(
  `^(?:${[
    'help|urgent|urgently|asap|sos|please|pls|broken|down|error|errors|failed|fails|failing|stuck',
    'blocked|blocking|wrong|missing|crash|crashed|crashes|outage|issue|issues|problem|problems|bug',
    'still|not|no|nope|never|nothing|but|however|though|anyway|now|yet|stop|wait|call|ping|refund',
    'cancel|question|slow|empty|gone|lost|offline|again|why|how|when|what|where|who',
  ].join('|')})$`,
  'i',
);

/** "Ada", "@ada" or "@Ada Lovelace". */
const isName = (rest: string): boolean => {
  const names = rest.split(' ');
  if (!names.every((name) => /^@?[\p{L}']+$/u.test(name) && !NO_NAME.test(name.replace('@', ''))))
    return false;
  return names.length === 1 || (names.length === 2 && /^@\S+ \p{Lu}/u.test(rest));
};

const phrases = (text: string): string[] =>
  text
    .split(/[.!,;…~\n–—-]+/u)
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}\s'@]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((part) => part !== '');

const endsInName = (pattern: RegExp, phrase: string): boolean => {
  const rest = pattern.exec(phrase)?.[1];
  return rest !== undefined && isName(rest);
};

const isGreeting = (phrase: string): boolean => GREETING.test(phrase);
const isThanks = (phrase: string): boolean =>
  NOTHING_MORE.test(phrase) || endsInName(THANKS_AND_REST, phrase);
/** Says nothing by itself, and takes nothing away from what stands beside it. */
const isAside = (phrase: string): boolean =>
  ADDRESSED.test(phrase) ||
  FAREWELL.test(phrase) ||
  isGreeting(phrase) ||
  endsInName(GREETING_AND_REST, phrase);

/**
 * Is this small talk rather than a request? Deterministic, English, and careful: whatever is not
 * surely small talk is null, so that a request is never dropped.
 */
export const chatterOf = (text: string, hasFiles: boolean): Chatter | null => {
  if (hasFiles) return null;
  if (text.trim() === '') return 'EMPTY';
  if (text.length > LONGEST) return null;
  const whole = text.normalize('NFKC').replaceAll('’', "'");
  if (QUESTION.test(whole)) return null;
  const bare = whole.replace(SHORTCODE, ' ');
  if (!WORD.test(bare)) return 'EMOJI_ONLY';
  const parts = phrases(bare);
  if (parts.every((part) => isGreeting(part) || ADDRESSED.test(part)))
    return parts.some(isGreeting) ? 'GREETING' : null;
  if (parts.every((part) => isThanks(part) || isAside(part)))
    return parts.some(isThanks) ? 'THANKS' : null;
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
