import { DeskError } from '../../domain/errors';
import type { CountedHours, PolicyTarget } from '../../domain/sla-policy';

/** `4h`, `1h 30m`, `45m`, `24h 24/7`. */
const TARGET = /^(?:(\d{1,4})\s*h(?:ours?)?)?\s*(?:(\d{1,5})\s*m(?:in)?)?\s*(24\/7)?$/i;

/** A target as people write it: in open hours, or day and night where it ends in 24/7. */
export const targetText = ({ seconds, hours }: Pick<PolicyTarget, 'seconds' | 'hours'>): string => {
  const minutes = Math.round(seconds / 60);
  const whole = Math.floor(minutes / 60);
  const parts = [
    ...(whole > 0 ? [`${whole}h`] : []),
    ...(minutes % 60 > 0 || whole === 0 ? [`${minutes % 60}m`] : []),
    ...(hours === 'CALENDAR' ? ['24/7'] : []),
  ];
  return parts.join(' ');
};

/** Reads a target; null for an empty text, which promises nothing. Throws `invalid`. */
export const readTarget = (
  text: string,
  field: string,
): { readonly seconds: number; readonly hours: CountedHours } | null => {
  const said = text.trim();
  if (said === '') return null;
  const [matched, whole, minutes, always] = TARGET.exec(said) ?? [];
  if (matched === undefined || (whole === undefined && minutes === undefined))
    throw new DeskError(
      'invalid',
      'TARGET_NOT_UNDERSTOOD',
      `“${said.slice(0, 40)}” is no length of time.`,
      'Write for example 4h, 1h 30m or 45m, and 24h 24/7 to count nights and weekends too.',
      [field],
    );
  const seconds = Number(whole ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return { seconds, hours: always === undefined ? 'BUSINESS' : 'CALENDAR' };
};
