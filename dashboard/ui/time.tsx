import { useEffect, useState } from 'react';
import { durationWords, instantWords } from './words';

const TICK_MS = 15_000;

/** This moment, kept up to date. */
export const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
};

/** The start of this minute: a question about "now" stays the same question for a minute. */
export const useMinute = (): number => Math.floor(useNow() / 60_000) * 60_000;

export const secondsUntil = (instant: string, now: number): number =>
  (new Date(instant).getTime() - now) / 1_000;

/** How long ago, with the instant itself on hover. */
export const Ago = (props: { at: string; suffix?: string; soon?: string }) => {
  const { at, suffix = ' ago', soon = 'just now' } = props;
  const seconds = -secondsUntil(at, useNow());
  return (
    <time dateTime={at} title={instantWords(at)}>
      {seconds < 10 ? soon : `${durationWords(seconds)}${suffix}`}
    </time>
  );
};

/** How long until, or how long past. */
export const Due = ({ at }: { at: string }) => {
  const seconds = secondsUntil(at, useNow());
  const tone = seconds < 0 ? 'bad' : seconds < 900 ? 'warn' : 'plain';
  return (
    <time className={`due ${tone}`} dateTime={at} title={instantWords(at)}>
      {seconds < 0 ? `${durationWords(seconds)} late` : `in ${durationWords(seconds)}`}
    </time>
  );
};
