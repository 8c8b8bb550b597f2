const UNICODE: { readonly [name: string]: string } = {
  ticket: '🎫',
  eyes: '👀',
  white_check_mark: '✅',
  pray: '🙏',
  thumbsup: '👍',
  heart: '❤️',
  tada: '🎉',
  rotating_light: '🚨',
  '+1': '👍',
  '-1': '👎',
  thumbsdown: '👎',
  raised_hands: '🙌',
  wave: '👋',
  warning: '⚠️',
  x: '❌',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  speech_balloon: '💬',
  smile: '😄',
  joy: '😂',
  fire: '🔥',
  question: '❓',
  like: '👍',
  laugh: '😆',
  surprised: '😮',
  sad: '🙁',
  angry: '😠',
};

/** The reactions the page offers. */
export const PALETTE = [
  'ticket',
  'eyes',
  'white_check_mark',
  'pray',
  'thumbsup',
  'heart',
  'tada',
  'rotating_light',
] as const;

/** The reactions Teams has. */
export const TEAMS_PALETTE = ['like', 'heart', 'laugh', 'surprised', 'sad', 'angry'] as const;

/** The picture of an emoji name, or the name between colons. */
export function emojiPicture(name: string): string {
  return UNICODE[name] ?? `:${name}:`;
}
